"""The base of all specs, and of the building blocks to choose from.

A choice is written in JSON as ``{"kind": "sigmoid"}``, with its parameters beside the kind, or, when the
defaults will do, as the plain string ``"sigmoid"``. The names that Keras and torch have for it are read as well, in
any case: ``"Xavier_Uniform"`` is ``"glorot_uniform"``.
"""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from vgdesk.experiment.words import Words


class Spec(BaseModel):
    """Base of everything a user asks for: strict types, no unknown fields, no NaN, never changed in place.

    Validators are built when first needed: that of a whole holds those of its parts.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)


class Choice(Spec):
    """One building block of a list of alternatives, identified by its ``kind``.

    Attributes:
        words: what the building block is called, and what it does.
    """

    words: ClassVar[Words] = Words()
    kind: str

    @property
    def label(self) -> str:
        """Name on the screen, with the parameters: ``normal(0, 1)``."""
        values = [format(v, "g") for k, v in self if k != "kind" and isinstance(v, int | float)]
        name = self.kind.replace("_", " ")
        return f"{name}({', '.join(values)})" if values else name

    @classmethod
    def title(cls) -> str:
        """Name of the building block for people, without its parameters: ``RMSprop (Keras)``."""
        return cls.words.title or kind_of(cls).replace("_", " ")

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Its schema with its words in place of its docstring."""
        schema = handler(core)
        handler.resolve_ref_schema(schema).update(title=cls.title(), description=cls.words.help)
        return schema


def kind_of(choice: type[Choice]) -> str:
    """The kind of an alternative, as written in JSON."""
    return str(choice.model_fields["kind"].default)


def find_choices(annotation: Any) -> tuple[type[Choice], ...]:
    """The building blocks among the plain types of a field."""
    return tuple(one for one in flatten(annotation) if isinstance(one, type) and issubclass(one, Choice))


def flatten(annotation: Any) -> list[Any]:
    """The plain types of a union, whatever it is wrapped in; none of a tuple."""
    if get_origin(annotation) is Annotated:
        return flatten(get_args(annotation)[0])
    if get_origin(annotation) is Literal or not get_args(annotation):
        return [annotation]
    if get_origin(annotation) is tuple:
        return []
    return [plain for part in get_args(annotation) for plain in flatten(part)]


def list_specs(base: type[Spec]) -> set[type[Spec]]:
    """Every spec below another one."""
    below = set(base.__subclasses__())
    return below.union(*map(list_specs, below))


def expand_shorthand(value: Any) -> Any:
    """``"relu"`` as ``{"kind": "relu"}``; anything else as it is."""
    return {"kind": value} if isinstance(value, str) else value


def fold(word: str) -> str:
    """A name without case and separators: ``batchnorm1d`` for ``BatchNorm1d`` and ``batch_norm_1d``."""
    return "".join(letter for letter in word.lower() if letter.isalnum())


def names_of(choices: tuple[type[Choice], ...]) -> dict[str, str]:
    """The kind that each folded name of these building blocks stands for."""
    other = {fold(name): kind_of(choice) for choice in choices for name in choice.words.aliases}
    return other | {fold(kind_of(choice)): kind_of(choice) for choice in choices}


class ByWord:
    """Annotates a choice, or a ``Literal`` of words: reads names that other libraries have for them.

    Args:
        aliases: other names of the words of a ``Literal``, and what they stand for.
    """

    def __init__(self, aliases: Mapping[str, str] = MappingProxyType({})):
        self._aliases = {fold(name): word for name, word in aliases.items()}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema of the field, behind a step that puts our name in place of another one."""
        choices = find_choices(source)
        read = partial(_read_kind, names_of(choices)) if choices else partial(_read_word, self._aliases)
        return core_schema.no_info_before_validator_function(read, handler(source))


def _read_kind(names: Mapping[str, str], value: Any) -> Any:
    value = expand_shorthand(value)
    if isinstance(value, dict) and isinstance(value.get("kind"), str):
        return {**value, "kind": _read_word(names, value["kind"])}
    return value


def _read_word(names: Mapping[str, str], value: Any) -> Any:
    return names.get(fold(value), value) if isinstance(value, str) else value
