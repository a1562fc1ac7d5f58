"""The spec that a command was asked for: a lesson or a file, with fields set."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vgdesk.budget import MEBIBYTE, Budget, Limits
from vgdesk.errors import VgdeskError

if TYPE_CHECKING:
    from vgdesk.experiment.spec import ExperimentSpec

_LIMITS = Limits(4 * MEBIBYTE)  # weights of a thousand units can be typed into a spec
_SET_HELP = (
    "set a field of the spec, such as network.activation=tanh or network.hidden.0.units=10; all fields: "
    "vgdesk lessons --fields"
)


def add_asked(parser: Any) -> None:
    """Add the argument that names a spec, and the option that sets fields of it."""
    parser.add_argument("what", metavar="LESSON[/VARIANT]|SPEC.json", help="id of a lesson, or a file with a spec")
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help=_SET_HELP)


def find_asked(what: str, assignments: Iterable[str], changes: dict[str, Any] | None = None) -> "ExperimentSpec":
    """The spec asked for.

    Args:
        what: id of a lesson or path of a spec.
        assignments: each as ``FIELD=VALUE``.
        changes: more fields to set, after those.

    Raises:
        VgdeskError: there is no such lesson or file, or a field or value is wrong.
    """
    from vgdesk.experiment.spec import change_spec, parse_spec
    from vgdesk.lessons.catalog import find_lesson

    spec = parse_spec(_read_file(Path(what))) if what.endswith(".json") else find_lesson(what).spec
    wanted: dict[str, Any] = {}
    for assignment in assignments:
        field, equals, value = assignment.partition("=")
        if not equals:
            raise VgdeskError(f"--set {assignment}: write FIELD=VALUE, such as network.activation=tanh")
        wanted[field] = _parse_value(value)
    wanted |= changes or {}
    return change_spec(spec, wanted) if wanted else spec


def _read_file(path: Path) -> bytes:
    budget = Budget(_LIMITS, lambda reason: VgdeskError(f"{path} {reason} of a spec; check its name"))
    try:
        return budget.read(path)
    except OSError as error:
        raise VgdeskError(f"cannot read {path}: {error.strerror}; check its name") from None


def _parse_value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
