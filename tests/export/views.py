"""A view with everything that a run can record, and its frames as the command line makes them."""

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.pictures.views import lanes_of
from tests.session.examples import make_entry, small_spec
from vgdesk.analysis.columns import Columns
from vgdesk.engine import train_recorded
from vgdesk.events import Logged
from vgdesk.pictures.catalog import PICTURES, make_frames
from vgdesk.pictures.heatmaps import usual_columns
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.view import Choices, View
from vgdesk.runs.reader import read_run
from vgdesk.training.control import TrainControl
from vgdesk.training.datasets import make_preview


@cache
def recorded_view() -> View:
    """Two trained lanes with histograms, snapshots and a told number, and the points that they were trained on."""
    activations = ("sigmoid", "relu")
    with tempfile.TemporaryDirectory() as folder:
        entries = [make_entry(Path(folder), name, network__activation=name) for name in activations]
        for _ in train_recorded(entries, TrainControl()):
            pass
        histories = tuple(read_run(entry.path) for entry in entries)
    for history in histories:
        for step in range(history.sample_count):
            history.append(Logged(history.run, step, "rate", 0.5**step))
    data = small_spec().data
    points = make_preview(data)
    return view_of(*histories, points=points)


def view_of(*histories, points=None) -> View:
    """Runs as lanes, with the columns that they have recorded."""
    columns = usual_columns(history for history in histories if history is not None)
    lanes = lanes_of(histories, [points] * len(histories))
    return View(lanes=lanes, columns=Columns(columns) if columns else Columns())


def frames(view: View, *panes: str, epoch=None, layer=None, since=None) -> list:
    """The frames of some panes, of a layer of its own where that is wished."""
    chosen = Choices(layer=layer, since=since)
    choices = {picture.key: chosen for picture in PICTURES if picture.shows_layer}
    return make_frames(replace(view, epoch=epoch, choices=choices), panes, Sources())


def frame(view: View, pane: str, **wishes):
    """The frame of one pane."""
    (found,) = frames(view, pane, **wishes)
    return found
