"""All that the builder shows of a draft, as one frozen value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vgdesk.errors import Problem
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.form.draft import Draft
from vgdesk.form.groups import Groups, group_fields
from vgdesk.form.layers import HIDDEN, MOST_LAYERS
from vgdesk.form.unavailable import find_unavailable


@dataclass(frozen=True)
class FormState:
    """What the parts of the builder show.

    Attributes:
        spec: the last spec in which everything fits.
        waiting: paths of the edits that do not fit; their editors keep what was typed.
        groups: the fields of every form.
        unavailable: why an option would not do beside the rest of the spec, by path and option.
        messages: what is wrong, in a sentence, by path; the first problem last.
    """

    spec: ExperimentSpec
    waiting: frozenset[str]
    groups: Groups
    unavailable: Mapping[str, Mapping[str, str]]
    messages: Mapping[str, str]


def read_draft(draft: Draft, problems: Iterable[Problem]) -> FormState:
    """What to show of a draft with these problems."""
    groups = group_fields(draft.spec)
    titles = {item.path: item.field.title for items in groups.values() for item in items}
    messages = {each.field: _describe(each, draft.spec, titles) for each in reversed(tuple(problems))}
    unavailable = find_unavailable(draft.spec, [item for items in groups.values() for item in items])
    return FormState(draft.spec, draft.waiting, groups, unavailable, messages)


def _describe(problem: Problem, spec: ExperimentSpec, titles: Mapping[str, str]) -> str:
    if problem.field == HIDDEN:
        return f"Layers {problem.value} should be a whole number from 0 to {MOST_LAYERS}"
    if problem.field == "network":
        return f"{problem.message[:1].upper()}{problem.message[1:]}"
    if problem.field == "data":
        return f"{spec.data.title()}: {problem.message}"
    title = titles.get(problem.field) or _name_field(problem.field)
    return " ".join(word for word in (title, problem.value, problem.message) if word)


def _name_field(path: str) -> str:
    """A field of one layer for people: ``Layer 3 units``; another one by its path."""
    if not path.startswith(f"{HIDDEN}."):
        return path
    row, *names = path.removeprefix(f"{HIDDEN}.").split(".")
    return f"Layer {int(row) + 1} {' '.join(names)}"
