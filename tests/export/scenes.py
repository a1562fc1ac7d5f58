"""A scene with everything that a run can record."""

import tempfile
from functools import cache
from pathlib import Path

from tests.session.examples import make_entry, small_spec
from vgdesk.engine import train_recorded
from vgdesk.events import DataPreviewed
from vgdesk.export.scene import Scene
from vgdesk.runs.reader import read_run
from vgdesk.training.control import TrainControl
from vgdesk.training.datasets import preview_images, preview_points


@cache
def recorded_scene() -> Scene:
    """Two trained lanes with histograms and snapshots, and the points that they were trained on."""
    activations = ("sigmoid", "relu")
    with tempfile.TemporaryDirectory() as folder:
        entries = [make_entry(Path(folder), name, network__activation=name) for name in activations]
        for _ in train_recorded(entries, TrainControl()):
            pass
        histories = tuple(read_run(entry.path) for entry in entries)
    data = small_spec().data
    preview = DataPreviewed(data.model_dump_json(), *preview_points(data, 64), *preview_images(data, 4))
    return Scene((*histories, None, None), (preview, preview, None, None))
