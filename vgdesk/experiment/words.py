"""What people read of a field: it is on the field, and form, command line and JSON schema take it from there."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from pydantic import GetJsonSchemaHandler
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

_EMPTY: dict[str, str] = {}


@dataclass(frozen=True)
class Words:
    """Annotates a field, or by the field ``kind`` a building block; of several on one field the last holds.

    Attributes:
        title: name in full; of a building block its kind, where it is empty.
        help: what it means, in sentences, without its bounds.
        label: a shorter title for a narrow row; the title, where it is empty.
        unit: of a number.
        options: what the values of a ``Literal`` are called; those not listed speak for themselves.
        aliases: of a building block: other names that are read, such as those of Keras and torch.
    """

    title: str = ""
    help: str = ""
    label: str = ""
    unit: str = ""
    options: Mapping[str, str] = field(default_factory=lambda: _EMPTY, hash=False)
    aliases: tuple[str, ...] = ()

    def name_option(self, option: str) -> str:
        """What a value of a ``Literal`` is called: ``z-score`` for ``standardize``."""
        return self.options.get(option, option.replace("_", " "))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The field's schema with its words: title and description as JSON schema has them, and the others."""
        given = {key: value for key, value in asdict(self).items() if value}
        if "help" in given:
            given["description"] = given.pop("help")
        return {**handler(core), **given}


def words_of(info: FieldInfo) -> Words:
    """The words on a field; without a title where it has none."""
    found = Words()
    for words in (item for item in info.metadata if isinstance(item, Words)):
        found = replace(found, **{name: value for name, value in vars(words).items() if value})
    return found
