import numpy as np
import pytest
import torch

from tests.analysis.kept_networks import kept_history, spec_of
from tests.analysis.measured_runs import measured_history
from tests.pictures.views import frame_of
from vgdesk.experiment import training
from vgdesk.experiment.slots import Slot
from vgdesk.pictures.clip import CLIP, EXAMPLE, clip_by_norm, clip_by_value
from vgdesk.training.clipping import make_clipping
from vgdesk.training.parameters import Parameters


def clipped(choice, gradient):
    """What the training makes of the gradient of a tensor of two entries."""
    parameters = Parameters((Slot(1, "weight", (2, 1)),))
    parameters.gradients.copy_(torch.tensor(gradient))
    make_clipping(choice, parameters)()
    return parameters.gradients.tolist()


@pytest.mark.parametrize("limit", [0.25, 1.0, 7.0, 1e4])
@pytest.mark.parametrize("gradient", [EXAMPLE, (-3.0, 0.5)])
def test_the_arrows_are_what_the_training_does(limit, gradient):
    by_norm, by_value = training.ClipByNorm(limit=limit), training.ClipByValue(limit=limit)
    assert clip_by_value(gradient, limit) == pytest.approx(clipped(by_value, gradient), rel=1e-6)
    assert clip_by_norm(gradient, limit) == pytest.approx(clipped(by_norm, gradient), rel=1e-6)


def shown(clipping="none", **changes):
    return frame_of(CLIP, [kept_history(spec_of(training__clipping=clipping))], **changes)


def test_by_value_the_gradient_turns_and_by_norm_it_keeps_its_direction():
    frame = shown()
    before, value, norm = frame.words
    assert frame.limit == 1
    assert before == "before (0.9, 100)\nlength 100, 89.5° from the first axis"
    assert value == "by value (0.9, 1)\nlength 1.3454, turned by 41.5°"
    assert norm == "by norm (0.00899964, 0.99996)\nlength 1, direction kept"
    assert all(words.replace("\n", ": ") in frame.description for words in frame.words)


@pytest.mark.parametrize(
    ("kind", "used"),
    [("none", [False] * 3), ("value", [False, True, False]), ("norm", [False, False, True])],
)
def test_the_lane_s_own_limit_and_kind_are_drawn(kind, used):
    frame = shown("none" if kind == "none" else {"kind": kind, "limit": 2.5})
    assert frame.limit == (1 if kind == "none" else 2.5)
    assert [arrow.is_used for arrow in frame.arrows] == used
    assert ("as this lane clips" in frame.description) is any(used)
    assert frame.reach > max(max(arrow.x, arrow.y) for arrow in frame.arrows[1:])


def test_the_layers_that_the_limit_meets_at_the_cursor_are_counted():
    values = {
        ("gradient", "l2"): [[0.5, 3, 2, 9], [0.1, 0.2, np.nan, 0.3]],
        ("gradient", "max_abs"): [[0.5, 0.9, 1.5, 1.0], [0.1, 0.1, 0.1, 0.1]],
    }
    run = measured_history(values, losses=[0.7] * 2)
    first, last = (frame_of(CLIP, [run], epoch=epoch).words[-1] for epoch in (0.0, None))
    assert first == "epoch 0, of 4 layers\n3 have a norm above 1.0, 1 an entry above it"
    assert last == "epoch 1, of 4 layers\n1 have a norm above 1.0, 0 an entry above it"
