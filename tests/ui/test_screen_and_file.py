"""A picture in a file is the picture on the screen: names, colours, order, choices, cursor and words."""

from dataclasses import replace

import pytest

from tests.pictures.frames import differences
from tests.session.examples import make_entry, small_spec
from vgdesk.engine import train_recorded
from vgdesk.events import Scored
from vgdesk.pictures.catalog import AROUND
from vgdesk.pictures.frame import Nothing
from vgdesk.pictures.heatmaps import HEATMAPS
from vgdesk.pictures.picture import Sources
from vgdesk.training.control import TrainControl


@pytest.fixture
def opened(fresh_desk, tmp_path, qtbot):
    """Two recorded runs on the screen; the first was renamed, moved down, recoloured, edited and the edit undone."""
    names = ("sigmoid", "relu")
    entries = [make_entry(tmp_path, name, network__activation=name) for name in names]
    for _ in train_recorded(entries, TrainControl()):
        pass
    session = fresh_desk.session
    session.open_runs([entry.path for entry in entries])
    qtbot.waitUntil(lambda: all(lane.history is not None for lane in session.lanes), timeout=60_000)
    session.select(0)
    session.lane_list.rename("my own name")
    session.lane_list.move(1)
    session.lane_list.recolor()
    session.set_spec(small_spec("another name"))
    fresh_desk.choose("action-undo")
    session.time.look_at(1.0)
    return fresh_desk


def test_after_every_change_of_the_lanes_a_file_shows_what_the_screen_shows(opened):
    dashboard = opened.window.dashboard
    for picture in AROUND:
        dashboard.docks.show_pane(picture.key)
        opened.settle()
        pane = dashboard.pane(picture.key)
        before = (pane.frame, pane.reason)
        made = picture.frame_of(replace(dashboard.view(), cells=pane.cells), Sources())
        if isinstance(made, Nothing):
            assert (pane.frame, pane.reason) == (None, made.reason), picture.key
        else:
            assert not differences(pane.frame, made), picture.key
        assert (pane.frame, pane.reason) == before, f"making a frame of {picture.key} wrote on the screen"


def test_the_heatmaps_of_a_file_have_the_lanes_of_the_screen(opened):
    frame = HEATMAPS.frame_of(opened.window.dashboard.view(), Sources())
    shown = [opened.find("lane-name", within=row).whole for row in opened.rows]
    assert [lane.name for lane in frame.lanes] == shown == ["relu", "my own name"]
    assert [lane.color for lane in frame.lanes] == [lane.color for lane in opened.session.lanes]
    scores = [opened.find("lane-scores", within=row).text() for row in opened.rows]
    assert [lane.scores for lane in frame.lanes] == scores


def test_scores_near_their_ends_read_alike_everywhere(opened):
    for lane in opened.session.lanes:
        step = int(lane.history.steps[-1])
        lane.history.append(Scored(lane.run, step, 0.01, 0.9999, 0.01, 1e-5))
    opened.session.time.go_live()
    opened.window.dashboard.refresh()
    opened.settle()
    frame = HEATMAPS.frame_of(opened.window.dashboard.view(), Sources())
    shown = [opened.find("lane-scores", within=row).text() for row in opened.rows]
    assert [lane.scores for lane in frame.lanes] == shown == ["loss 0.0100   accuracy 99.9 %   test 0.1 %"] * 2
