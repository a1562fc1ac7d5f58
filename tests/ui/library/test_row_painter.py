from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from tests.runs.examples import example_history
from vgdesk.library.entries import RunEntry, RunState
from vgdesk.library.facts import RunFacts
from vgdesk.library.thumbnails import Thumbnail, make_thumbnail
from vgdesk.runs.schema import Shown
from vgdesk.ui.library.rows import RUN, RunFilter, RunRows
from vgdesk.ui.library.runs_table import RunsTable
from vgdesk.ui.theme import apply_theme

FACTS = RunFacts("r", "tanh", "circles", "", 0.0, 1, 1, picture=make_thumbnail(example_history(100)))
ENTRY = RunEntry(Path("/runs/a.vgrun"), 1, 0.0, RunState.FINISHED, FACTS)


@pytest.fixture
def paint(qapp, qtbot):
    """The pixels of the first cell of a row for an entry."""

    def draw(entry, theme="dark"):
        apply_theme(qapp, theme)
        rows = RunRows()
        rows.show_entries([entry])
        table = RunsTable(RunFilter(rows))
        qtbot.addWidget(table)
        table.resize(900, 100)
        rect = table.visualRect(table.model().index(0, RUN))
        image = table.viewport().grab(rect).toImage().convertToFormat(QImage.Format.Format_RGB32)
        size = (image.height(), image.bytesPerLine() // 4)
        return np.frombuffer(image.constBits(), np.uint32).reshape(size)[:, : image.width()].copy()

    yield draw
    apply_theme(qapp, "dark")


def colors(pixels, left, right) -> set[int]:
    return set(np.unique(pixels[10:-10, left:right]).tolist())


def test_the_picture_stands_left_of_the_name(paint):
    pixels = paint(ENTRY)
    assert len(colors(pixels, 30, 100)) > 20
    assert len(colors(pixels, 107, 112)) == 1


@pytest.mark.parametrize("entry", [replace(ENTRY, facts=None), replace(ENTRY, facts=replace(FACTS, picture=None))])
def test_without_a_picture_its_place_is_empty(paint, entry):
    assert len(colors(paint(entry), 26, 100)) <= 2


def test_a_damaged_picture_is_none(paint):
    damaged = replace(ENTRY, facts=replace(FACTS, picture=Thumbnail(3, b"text")))
    assert len(colors(paint(damaged), 26, 100)) <= 2


def test_a_star_and_the_colour_of_a_lane_are_seen(paint):
    plain = paint(ENTRY)
    starred = paint(replace(ENTRY, shown=Shown(color=1, is_starred=True)))
    assert (plain[:, :22] != starred[:, :22]).any()
    assert 0xFFE6A23C in np.unique(starred[:, 110:140])
    assert 0xFFE6A23C not in np.unique(plain[:, 110:140])


def test_each_theme_has_its_own_colours(paint):
    assert (paint(ENTRY) != paint(ENTRY, "light"))[:, 60:].any()
