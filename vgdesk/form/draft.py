"""A spec under the user's hands: what holds, and what was typed and does not fit yet."""

from typing import Any

from vgdesk.errors import Problem, SpecError
from vgdesk.experiment.problems import find_problems
from vgdesk.experiment.spec import ExperimentSpec, change_spec


class Draft:
    """A valid spec beside the edits that wait for something else to be mended.

    Attributes:
        spec: the last spec in which everything fits.
        problems: what is wrong with the waiting edits.
    """

    def __init__(self, spec: ExperimentSpec):
        self.spec = spec
        self.problems = _find_problems(spec)
        self._waiting: dict[str, Any] = {}

    def change(self, edits: dict[str, Any]) -> None:
        """Take edits in, by dotted path; those that do not fit wait and say why."""
        for path, value in edits.items():
            self._forget(path)
            self._waiting[path] = value
        self._accept_what_fits()

    def drop(self, path: str) -> None:
        """Forget a waiting edit of that field."""
        if path in self._waiting:
            self._forget(path)
            self._accept_what_fits()

    def revalidate(self) -> None:
        """Check the spec again: files may have come or gone."""
        self._accept_what_fits()

    @property
    def waiting(self) -> frozenset[str]:
        """Paths of the edits that do not fit."""
        return frozenset(self._waiting)

    def _forget(self, path: str) -> None:
        for waiting in [name for name in self._waiting if f"{name}.".startswith(f"{path}.")]:
            del self._waiting[waiting]

    def _accept_what_fits(self) -> None:
        """Accept what fits: all at once, or without those to blame, or one by one as long as one more does."""
        paths = list(self._waiting)
        while paths and not self._accept(paths):
            paths = _without_blamed(paths, self._problems_of(paths))
        while any(self._accept([path]) for path in list(self._waiting)):
            pass
        self.problems = self._find_all_problems()

    def _accept(self, paths: list[str]) -> bool:
        try:
            spec = change_spec(self.spec, {path: self._waiting[path] for path in paths})
        except SpecError:
            return False
        self.spec = spec
        for path in paths:
            del self._waiting[path]
        return True

    def _problems_of(self, paths: list[str]) -> tuple[Problem, ...]:
        try:
            change_spec(self.spec, {path: self._waiting[path] for path in paths})
        except SpecError as error:
            return error.problems
        return ()

    def _find_all_problems(self) -> tuple[Problem, ...]:
        """What is wrong with the waiting edits; the rules between fields are asked once each field is right."""
        found = tuple(problem for problem in _find_problems(self.spec) if problem.field not in self._waiting)
        paths = list(self._waiting)
        while paths:
            refusal = self._problems_of(paths)
            found += tuple(problem for problem in refusal if problem not in found)
            paths = _without_blamed(paths, refusal)
        return found


def _find_problems(spec: ExperimentSpec) -> tuple[Problem, ...]:
    """What breaks the rules between fields, and files that are not there."""
    found = find_problems(spec.data, spec.network, spec.training)
    return found + tuple(problem for problem in spec.data.find_problems() if problem not in found)


def _without_blamed(paths: list[str], problems: tuple[Problem, ...]) -> list[str]:
    """The paths that no problem is about; none where a problem is about no path at all."""
    left = [path for path in paths if not any(f"{problem.field}.".startswith(f"{path}.") for problem in problems)]
    return left if len(left) < len(paths) else []
