"""Runs rewind tests in the background."""

from collections.abc import Sequence
from functools import partial

from vgdesk.analysis.rewind import Rewind, RewindTest
from vgdesk.session.job import JobProgress, Report, ThreadJob


class Rewinding(ThreadJob):
    """Runs some tests one after the other; the result is a list of ``Rewind``, progress counts networks."""

    name = "the rewind test"

    def start(self, tests: Sequence[RewindTest]) -> None:
        """Run these tests; does nothing while others are under way."""
        if not self.is_running:
            self.run(partial(_run, tests))


def _run(tests: Sequence[RewindTest], report: Report) -> list[Rewind]:
    total, before = sum(test.networks for test in tests), 0
    found: list[Rewind] = []

    def tell(done: int, _: int) -> None:
        report(JobProgress(before + done, total))

    for test in tests:
        found.append(test.run(tell))
        before += test.networks
    return found
