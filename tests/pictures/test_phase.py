import math

import numpy as np
import pytest

from tests.analysis.untrained import deep_spec
from vgdesk.experiment.activations import Relu, Tanh
from vgdesk.experiment.spec import change_spec
from vgdesk.pictures.frame import Nothing
from vgdesk.pictures.phase import PHASE, find_plain_activation
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.view import LaneView, View

TANH = deep_spec(depth=3, width=40, activation="tanh", initializer={"kind": "scaled_normal", "scale": 1.3})
BIASED = change_spec(TANH, {"network.bias": {"kind": "normal", "std": 0.4}})
RELU = deep_spec(depth=3, width=40, activation="relu", initializer="he_normal")

SIGMOID = deep_spec(depth=2, activation="sigmoid")


def frame_of(*specs, selected=0):
    lanes = tuple(LaneView(f"lane {at}", at, spec=spec) for at, spec in enumerate(specs))
    return PHASE.frame_of(View(lanes=lanes, selected=selected), Sources())


def test_every_lane_of_the_activation_is_a_dot_at_its_variances():
    frame = frame_of(TANH, RELU, BIASED)
    assert frame.choice == Tanh()
    assert [(dot.label, dot.color_index) for dot in frame.dots] == [("lane 0", 0), ("lane 2", 2)]
    assert [dot.gain for dot in frame.dots] == pytest.approx([1.69, 1.69])
    assert [dot.bias for dot in frame.dots] == pytest.approx([0.0, 0.16])
    assert frame.note == "lane 1: of another kind"
    assert frame_of(TANH, RELU, selected=1).choice == Relu()


@pytest.mark.parametrize("spec", [TANH, RELU, SIGMOID], ids=["tanh", "relu", "sigmoid"])
def test_the_contours_lie_where_the_signal_changes_at_their_rate(spec):
    frame = frame_of(spec)
    level, *others = frame.contours
    assert math.isinf(level.depth)
    assert [contour.depth for contour in others] == [3, 10, 30]
    for contour in frame.contours:
        assert len(contour.lines)
        for x, y in contour.lines[:: max(len(contour.lines) // 6, 1), 0]:
            rate = abs(math.log(frame.choice.gain_factor(10**x, y)))
            assert rate == pytest.approx(1 / contour.depth, abs=0.03)


def test_it_says_what_networks_of_a_place_do():
    frame = frame_of(TANH)
    assert "ordered, the signal vanishes" in frame.describe(0.5, 0.0)
    assert "chaotic, the signal explodes" in frame.describe(4.0, 0.0)
    assert "the signal stays level" in frame_of(RELU).describe(2.0, 0.3)
    assert "critical σ_w² without biases 1.00" in frame.description


def test_the_edits_of_a_place_put_the_network_there():
    frame = frame_of(TANH)
    moved = change_spec(TANH, frame.edits_at(0.3, 0.09))
    (dot,) = frame_of(moved).dots
    assert dot.gain == pytest.approx(10**0.3, rel=2e-3)
    assert dot.bias == pytest.approx(0.09, rel=2e-3)
    assert change_spec(TANH, frame.edits_at(9.0, -0.1)).network.bias.std == 0


def test_networks_of_another_kind_have_no_diagram():
    for changes in ({"normalization": "batch"}, {"skip": "identity"}, {"hidden.1.activation": "relu"}):
        spec = change_spec(TANH, {f"network.{name}": value for name, value in changes.items()})
        assert find_plain_activation(spec) is None
        assert frame_of(spec).reason.startswith("The phase diagram is one of plain layers")
    assert PHASE.frame_of(View(), Sources()) == Nothing("Press Space to train")


def test_a_network_without_weights_has_no_place_and_moves_no_limit():
    frame = frame_of(change_spec(TANH, {"network.initializer": "zeros"}))
    assert np.isfinite([frame.x_limits.low, frame.x_limits.high]).all()
