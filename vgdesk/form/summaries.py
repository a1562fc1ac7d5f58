"""What a closed part of the builder holds, in a few words."""

from collections.abc import Sequence

from vgdesk.experiment.choices import Choice
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.form.fields import FormItem, value_at
from vgdesk.form.numbers import format_number

_PARTS = ("data", "network", "training")
_SAID_BY_ITS_PART = (
    "data",
    "network.activation",
    "network.initializer",
    "network.normalization",
    "network.recurrence",
    "training.optimizer",
    "sampling",
)
_UNSAID_WHEN_USUAL = ("network.dropout", "training.schedule", "training.order")


def describe_items(spec: ExperimentSpec, items: Sequence[FormItem]) -> str:
    """The fields in a few words: ``batch · skip add``; parameters only where they are not at their defaults."""
    shown = [item for item in items if not _is_none(value_at(spec, item.path)) and _is_telling(spec, item)]
    return " · ".join(describe_item(spec, item) for item in shown) or "none"


def describe_item(spec: ExperimentSpec, item: FormItem) -> str:
    """A field and its value in a few words: ``rho 0.9``, ``clip by norm``."""
    value = value_at(spec, item.path)
    if isinstance(value, int | float):
        said = format_number(value)
    else:
        said = value.title() if isinstance(value, Choice) else item.field.words.name_option(str(value))
    return said if item.path in _SAID_BY_ITS_PART else f"{item.label.lower()} {said}"


def is_default(spec: ExperimentSpec, path: str) -> bool:
    """Whether a field is as its model has it."""
    parent, _, name = path.rpartition(".")
    owner = value_at(spec, parent) if parent else spec
    return bool(value_at(spec, path) == type(owner).model_fields[name].default)


def _is_telling(spec: ExperimentSpec, item: FormItem) -> bool:
    part = item.path.rpartition(".")[0]
    if item.path in _UNSAID_WHEN_USUAL:
        return not is_default(spec, item.path)
    return part in _PARTS or item.path in _SAID_BY_ITS_PART or not is_default(spec, item.path)


def _is_none(value: object) -> bool:
    return value is None or value == "none" or (isinstance(value, Choice) and value.kind == "none")
