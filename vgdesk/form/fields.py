"""What a form must ask for, read from the fields of a pydantic model."""

import operator
import sys
from dataclasses import dataclass
from functools import cache
from types import NoneType
from typing import Any, Literal, TypeAlias, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from vgdesk.experiment.choices import Choice, find_choices, flatten, kind_of
from vgdesk.experiment.words import Words, words_of

FieldKind: TypeAlias = Literal["int", "float", "text", "path", "column", "option", "choice"]

_SIGNS = (("ge", "at least"), ("gt", "above"), ("le", "at most"), ("lt", "below"))
_COMPARE = {"ge": operator.ge, "gt": operator.gt, "le": operator.le, "lt": operator.lt}
_PLAIN: dict[Any, FieldKind] = {int: "int", float: "float", str: "text"}
_NO_WORDS = Words()
_NAMED: dict[str, FieldKind] = {"path": "path", "label_column": "column"}


@dataclass(frozen=True)
class FormField:
    """One field of a form.

    Attributes:
        name: of the field in its model.
        title: for people, in full.
        hint: what it means and its bounds, for the tooltip.
        kind: which editor it needs.
        bounds: what a number must be, by sign: ``ge``, ``gt``, ``le``, ``lt``.
        words: label and names of the options.
        options: the values of a ``Literal``.
        choices: the alternatives of a union of choices.
        optional: None is a value too.
    """

    name: str
    title: str
    hint: str
    kind: FieldKind
    bounds: tuple[tuple[str, float], ...] = ()
    words: Words = _NO_WORDS
    options: tuple[str, ...] = ()
    choices: tuple[type[Choice], ...] = ()
    optional: bool = False

    def choice(self, kind: str) -> type[Choice]:
        """The alternative of that kind."""
        return next(choice for choice in self.choices if kind_of(choice) == kind)

    def limit(self, before: float, after: float) -> float:
        """Where a step from one number to another ends: at it, at the bound between, or not begun."""
        passed = [bound for sign, bound in self.bounds if not _COMPARE[sign](after, bound)]
        return next((end for end in (after, *passed) if self._allows(end)), before)

    def _allows(self, value: float) -> bool:
        return all(_COMPARE[sign](value, bound) for sign, bound in self.bounds)


@dataclass(frozen=True)
class FormItem:
    """A field at its place in the spec.

    Attributes:
        path: dotted path of the field.
        field: what to ask for.
    """

    path: str
    field: FormField

    @property
    def label(self) -> str:
        """The word beside the editor."""
        return self.field.words.label or self.field.title


@cache
def form_fields(model: type[BaseModel]) -> tuple[FormField, ...]:
    """The fields of a model that a form can edit, in their order; fixed ones, such as a kind, are left out."""
    found = (_form_field(name, info) for name, info in model.model_fields.items())
    return tuple(field for field in found if field is not None)


def form_field(model: type[BaseModel], name: str) -> FormField:
    """One field of a model.

    Raises:
        KeyError: the model has no such field, or no editor suits it.
    """
    return {field.name: field for field in form_fields(model)}[name]


def most_items(model: type[BaseModel], name: str) -> int:
    """How many items a field of a model holds at most."""
    lengths = [item.max_length for item in model.model_fields[name].metadata if hasattr(item, "max_length")]
    return min(lengths, default=sys.maxsize)


def value_at(spec: object, path: str) -> Any:
    """The value of a spec at a dotted path."""
    for name in path.split("."):
        spec = spec[int(name)] if isinstance(spec, tuple) else getattr(spec, name)
    return spec


def parameter_items(path: str, choice: Choice | None) -> list[FormItem]:
    """The parameters of a building block, in their order."""
    if choice is None:
        return []
    return [item for field in form_fields(type(choice)) for item in _items_of(choice, field, f"{path}.{field.name}")]


def field_items(spec: object, path: str) -> list[FormItem]:
    """A field of a spec and, where it is a choice, the parameters of what is chosen, and theirs."""
    parent, _, name = path.rpartition(".")
    owner: Any = value_at(spec, parent) if parent else spec
    return _items_of(owner, form_field(type(owner), name), path)


def convert_choice(old: Choice | None, kind: type[Choice]) -> dict[str, Any]:
    """Another building block as JSON, with every parameter both have and the user has set.

    A parameter still at the default of the old kind takes the default of the new one: Adam's 0.001 does not
    become the learning rate of SGD.
    """
    kept = {}
    for name, info in type(old).model_fields.items() if old else ():
        value = getattr(old, name)
        if name != "kind" and name in kind.model_fields and (value != info.default or isinstance(old, kind)):
            kept[name] = value
    return {"kind": kind_of(kind), **kept}


def _items_of(owner: object, field: FormField, path: str) -> list[FormItem]:
    parameters = parameter_items(path, getattr(owner, field.name)) if field.kind == "choice" else []
    return [FormItem(path, field), *parameters]


def _form_field(name: str, info: FieldInfo) -> FormField | None:
    types = flatten(info.annotation)
    optional, types = NoneType in types, [kind for kind in types if kind is not NoneType]
    bounds = {sign: getattr(item, sign) for item in info.metadata for sign, _ in _SIGNS if hasattr(item, sign)}
    shape: dict[str, Any] = {"optional": optional}
    if choices := find_choices(info.annotation):
        shape |= {"kind": "choice", "choices": choices}
    elif len(types) == 1 and get_origin(types[0]) is Literal:
        shape |= {"kind": "option", "options": get_args(types[0])}
        if len(get_args(types[0])) == 1:
            return None
    elif len(types) == 1 and types[0] in _PLAIN:
        shape |= {"kind": _NAMED.get(name, "text") if types[0] is str else _PLAIN[types[0]]}
    else:
        return None
    words = words_of(info)
    title = words.title or name.replace("_", " ").capitalize()
    return FormField(name, title, _hint(words, bounds), words=words, bounds=tuple(bounds.items()), **shape)


def _hint(words: Words, bounds: dict[str, float]) -> str:
    said = ", ".join(f"{sign_words} {bounds[sign]:.10g}" for sign, sign_words in _SIGNS if sign in bounds)
    return f"{words.help}\n{f'{said} {words.unit}'.strip() if said else ''}".strip()
