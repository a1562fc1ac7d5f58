"""What sets one spec apart from another, in a phrase."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from vgdesk.analysis.numbers import write_powers
from vgdesk.experiment.choices import Choice
from vgdesk.experiment.network import LayerSpec
from vgdesk.experiment.shapes import describe_widths
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.experiment.words import words_of

SAME = "the same again"
_SHOWN = 2
_OF_ITS_PART = {"data.seed": "data seed", "sampling.steps": "sampled every", "snapshots.steps": "weights kept every"}
_UNSAID = ("version", "name")
_NONE, _USUAL = "none", "the usual"


def describe_difference(before: ExperimentSpec, after: ExperimentSpec) -> str:
    """What a spec has in place of another's: ``tanh for sigmoid``, ``4 × 20 units for 2 × 20, seed 3 for 0``.

    Names are not looked at. The first two differences are told, in the order of the builder, and how many more
    there are; ``SAME`` without any.
    """
    found = list(_compare(before, after, ""))
    if not found:
        return SAME
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return write_powers(", ".join(found[:_SHOWN])) + more


def _compare(before: BaseModel, after: BaseModel, path: str) -> Iterator[str]:
    for name, info in type(after).model_fields.items():
        if not path and name in _UNSAID:
            continue
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield from _describe_field(f"{path}.{name}".removeprefix("."), info, old, new)


def _describe_field(path: str, info: FieldInfo, old: Any, new: Any) -> Iterator[str]:
    label = _label(path, info)
    if path == "network.hidden":
        yield from _describe_layers(old, new)
    elif _is_none(old) or _is_none(new):
        yield f"{label} {_name(new)} for {_name(old)}"
    elif isinstance(new, Choice) and isinstance(old, Choice) and type(old) is not type(new):
        yield f"{_title(path, new)} for {_title(path, old)}"
    elif isinstance(new, BaseModel) and isinstance(old, BaseModel):
        yield from _compare(old, new, path)
    elif isinstance(new, int | float | str) and isinstance(old, int | float | str):
        yield f"{label} {_say(info, new)} for {_say(info, old)}"
    else:
        yield f"other {label}"


def _describe_layers(old: Sequence[LayerSpec], new: Sequence[LayerSpec]) -> Iterator[str]:
    if [layer.units for layer in old] != [layer.units for layer in new]:
        yield f"{_shape(new)} units for {_shape(old)}"
    for number, (one, other) in enumerate(zip(old, new, strict=False), start=1):
        for name in ("activation", "initializer", "normalization"):
            mine, theirs = getattr(one, name), getattr(other, name)
            if mine != theirs:
                yield f"layer {number} {_name(theirs or _USUAL)} for {_name(mine or _USUAL)}"


def _shape(layers: Sequence[LayerSpec]) -> str:
    return describe_widths([layer.units for layer in layers]) or "no hidden"


def _is_none(value: object) -> bool:
    return value is None or value == _NONE or (isinstance(value, Choice) and value.kind == _NONE)


def _name(value: object) -> str:
    if _is_none(value):
        return _NONE
    return type(value).title() if isinstance(value, Choice) else f"{value}"


def _title(path: str, choice: Choice) -> str:
    """A building block, told apart from others of its name where the name is that of when or how."""
    part = path.partition(".")[0]
    return (
        f"{part} {type(choice).title()}" if part in ("sampling", "histograms", "snapshots") else type(choice).title()
    )


def _label(path: str, info: FieldInfo) -> str:
    words = words_of(info)
    name = path.rpartition(".")[2].replace("_", " ")
    label = _OF_ITS_PART.get(path) or words.title or words.label or name
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _say(info: FieldInfo, value: float | str) -> str:
    if isinstance(value, str):
        name = PurePath(value).name if "/" in value or "\\" in value else value
        return words_of(info).name_option(name)
    return f"{value:.6g}" if isinstance(value, float) else f"{value}"
