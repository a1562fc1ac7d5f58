"""What the dashboard shows of a network that is only edited, and what its phase diagram asks for."""

import numpy as np

from vgdesk.events import DataPreviewed
from vgdesk.experiment.spec import change_spec


def test_the_depth_pane_predicts_the_edited_network_before_any_training(desk):
    session = desk.session
    hidden = [{"units": 40}] * 3
    data = session.selected.spec.data
    columns = np.random.default_rng(0).normal(size=(32, 2)).astype(np.float32)
    targets = (np.arange(32) % 2).astype(np.float32)
    plane = (columns, targets.astype(np.int64))
    session.training.previewed.emit(DataPreviewed(data.model_dump_json(), *plane, columns=columns, targets=targets))
    pane = desk.window.dashboard.pane("depth")
    session.set_spec(change_spec(session.selected.spec, {"network.hidden": hidden}))
    assert [len(band.depth) for band in pane.frame.bands] == [4]
    session.set_spec(change_spec(session.selected.spec, {"network.hidden": hidden[:1]}))
    assert [len(band.depth) for band in pane.frame.bands] == [2]


def test_a_click_on_the_phase_diagram_gives_the_builder_its_variances_and_undo_takes_them_back(desk):
    session, before = desk.session, desk.session.selected.spec
    hidden = [{"units": 40, "initializer": "he_normal"}, {"units": 40}]
    session.set_spec(change_spec(before, {"network.hidden": hidden}))
    given, said = session.selected.spec, []
    session.message.connect(lambda text, _: said.append(text))
    edits = {"network.initializer": {"kind": "scaled_normal", "scale": 1.2}, "network.bias": {"kind": "normal"}}
    desk.window.dashboard.pane("phase").edits_wanted.emit(edits)
    network = session.selected.spec.network
    assert {layer.initializer.kind for layer in network.resolved()} == {"scaled_normal"}
    assert desk.window.builder.spec == session.selected.spec
    assert "initializer and bias set; Undo takes it back" in said[-1]
    desk.choose("action-undo")
    assert session.selected.spec == given
