import numpy as np
import pytest

from tests.pictures.views import lane_of
from vgdesk.checking.networks import train_in_memory
from vgdesk.errors import VgdeskError
from vgdesk.experiment.spec import ExperimentSpec, change_spec
from vgdesk.export.figures import render
from vgdesk.pictures.fit import FitFrame, find_fit
from vgdesk.training.datasets import make_preview


def figure_of(frame):
    """The picture of a file, as the colours that it has."""
    pixels = np.asarray(render([frame], (320, 200)))
    return np.unique(pixels.reshape(-1, pixels.shape[-1]), axis=0)


def spec_of(path, *, targets):
    x = np.random.default_rng(0).normal(size=(60, 2))
    numbers = np.column_stack([x @ [2.0, -1.0] + 3, 5 * x[:, 0] - 7])[:, :targets]
    names = [f"t{number}" for number in range(targets)]
    lines = [",".join(f"{cell:.9g}" for cell in row) for row in np.hstack([x, numbers])]
    path.write_text("\n".join([",".join(["a", "b", *names]), *lines]))
    return change_spec(
        ExperimentSpec(),
        {
            "data": {"kind": "csv", "path": str(path), "columns": [[name, "target"] for name in names]},
            "training.loss": "mean_squared_error",
            "training.batch_size": 20,
            "training.epochs": 150,
            "network.hidden": [{"units": 12}],
        },
    )


@pytest.mark.parametrize("targets", [1, 2])
def test_r_squared_is_that_of_its_definition_and_grows_while_it_learns(tmp_path, targets):
    spec = spec_of(tmp_path / "t.csv", targets=targets)
    history = train_in_memory(spec)
    lane = lane_of(history, points=make_preview(spec.data))
    first, last = find_fit(lane, history, 0.0), find_fit(lane, history)
    assert last.true.shape == last.predicted.shape == (len(last.true), targets)
    for number, found in enumerate(last.r_squared):
        errors = np.square(last.predicted[:, number] - last.true[:, number]).mean()
        assert found == pytest.approx(1 - errors / last.true[:, number].var(), rel=1e-6)
    assert min(first.r_squared) < 0.5 < 0.9 < min(last.r_squared)
    assert last.names == (("",) if targets == 1 else ("t0", "t1"))
    assert len(figure_of(last)) > 50
    assert last.description.startswith("network, epoch 150: " + ("R² " if targets == 1 else "t0 R² "))


def test_numbers_are_told_in_the_unit_of_their_column_however_they_were_scaled(tmp_path):
    spec = spec_of(tmp_path / "t.csv", targets=2)
    history = train_in_memory(change_spec(spec, {"training.epochs": 1}))
    frame = find_fit(lane_of(history, points=make_preview(spec.data)), history)
    rows = np.sort(np.loadtxt(tmp_path / "t.csv", delimiter=",", skiprows=1)[:, 2:], axis=0)
    for number in range(2):
        found = np.searchsorted(rows[:, number], frame.true[:, number])
        near = np.minimum(found, len(rows) - 1), np.maximum(found - 1, 0)
        apart = np.min([abs(rows[place, number] - frame.true[:, number]) for place in near], axis=0)
        assert apart.max() < 1e-6 * abs(rows[:, number]).max()
    errors = np.sqrt(np.square(frame.predicted - frame.true).mean(axis=0))
    assert frame.errors == pytest.approx(errors.tolist())


def test_classes_have_no_fit():
    spec = change_spec(ExperimentSpec(), {"training.epochs": 1})
    history = train_in_memory(spec)
    with pytest.raises(VgdeskError, match="These data have classes"):
        find_fit(lane_of(history, points=make_preview(spec.data)), history)


def test_outputs_that_are_no_numbers_do_not_stretch_the_axes():
    true = np.array([[0.0], [1.0], [2.0]])
    frame = FitFrame("lane", 1.0, ("",), true, np.array([[0.5], [np.inf], [np.nan]]))
    assert frame.limits(0) == (0.0, 2.0)
    assert "NaN" in frame.score
