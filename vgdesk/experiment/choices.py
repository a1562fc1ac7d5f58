"""The base of all specs, and of the building blocks to choose from.

A choice is written in JSON as ``{"kind": "sigmoid"}``, with its parameters beside the kind, or, when the
defaults will do, as the plain string ``"sigmoid"``.
"""

from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

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
