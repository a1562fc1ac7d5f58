"""Marks are counted in fractions that no float holds."""

import pytest

from vgdesk.ui.timeline import Marks


@pytest.mark.parametrize("every", [1, 3])
def test_the_epoch_of_a_mark_is_at_that_mark(every):
    for per_epoch in range(1, 60):
        marks = Marks(every, per_epoch, 3.0, 3.0)
        known = range(marks.newest + 1)
        assert [marks.mark_at(marks.epoch_of(mark)) for mark in known] == list(known)
