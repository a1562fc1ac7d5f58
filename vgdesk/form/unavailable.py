"""Options that the rest of a spec rules out, and what must change together with the data."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from vgdesk.experiment.choices import kind_of
from vgdesk.experiment.data import DataSpec
from vgdesk.experiment.problems import find_problems
from vgdesk.experiment.sequences import SequenceData
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.experiment.tables import Csv
from vgdesk.form.fields import FormField, FormItem
from vgdesk.form.layers import HIDDEN

_DATA = TypeAdapter(DataSpec)


def find_unavailable(spec: ExperimentSpec, items: Iterable[FormItem]) -> dict[str, dict[str, str]]:
    """Why an option would not do beside the rest of the spec, by path of its field and by option."""
    unavailable = {item.path: _unavailable_options(spec, item) for item in items if _is_part(item)}
    return {path: reasons for path, reasons in unavailable.items() if reasons}


def follow_edits(before: ExperimentSpec, edits: Mapping[str, Any]) -> dict[str, Any]:
    """What must change together with some edits, as further edits.

    Another activation of the network goes for all layers; other data need their loss, only sequences can have a
    recurrent layer, and a cross-entropy has its output function in it. A batch is no larger than a table.
    Of a table that is being read only what goes for any table follows.
    """
    further: dict[str, Any] = {}
    if "network.activation" in edits:
        own = [row for row, layer in enumerate(before.network.hidden) if layer.activation]
        further |= {f"{HIDDEN}.{row}.activation": None for row in own}
    if "data" in edits:
        further |= _follow_data(before, edits["data"])
    elif isinstance(before.data, Csv) and any(path.startswith("data.") for path in edits):
        changed = {path.removeprefix("data."): value for path, value in edits.items() if path.startswith("data.")}
        further |= _follow_data(before, before.data.model_dump() | changed)
    if "cross_entropy" in (edits.get("training.loss"), further.get("training.loss")) and before.network.squash:
        further["network.output_function"] = None
    return further


def _follow_data(before: ExperimentSpec, data: Any) -> dict[str, Any]:
    try:
        after = _DATA.validate_python(data)
    except ValidationError:
        return {}
    edits: dict[str, Any] = {}
    is_unread = isinstance(after, Csv) and after.is_unread
    if isinstance(after, Csv) and not after.find_problems() and after.train_points < before.training.batch_size:
        edits["training.batch_size"] = after.train_points
    if not is_unread and (after.classes == 1) != (before.data.classes == 1):
        edits["training.loss"] = "mean_squared_error" if after.classes == 1 else "cross_entropy"
    if before.network.recurrent and not isinstance(after, SequenceData):
        edits["network.recurrence"] = "none"
    return edits


def _is_part(item: FormItem) -> bool:
    """Whether it is a choice right in the network or the training, where rules between fields apply."""
    part, _, name = item.path.partition(".")
    return part in ("network", "training") and "." not in name and item.field.kind in ("option", "choice")


def _unavailable_options(spec: ExperimentSpec, item: FormItem) -> dict[str, str]:
    part, _, name = item.path.partition(".")
    reasons = {}
    for option, value in _alternatives(item.field):
        other = spec.model_copy(update={part: getattr(spec, part).model_copy(update={name: value})})
        problems = find_problems(other.data, other.network, other.training)
        found = [problem.message for problem in problems if problem.field == item.path]
        if found:
            reasons[option] = f"It {found[0]}"
    return reasons


def _alternatives(field: FormField) -> list[tuple[str, object]]:
    words: list[tuple[str, object]] = [(option, option) for option in field.options]
    return words + [(kind_of(one), one.model_validate({})) for one in field.choices]
