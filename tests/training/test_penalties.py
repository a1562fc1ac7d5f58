"""Against torch they are held in ``tests/oracle``."""

import torch

from tests.training.examples import small_spec
from vgdesk.training.network import build_network
from vgdesk.training.optimizers import make_optimizer
from vgdesk.training.penalties import make_penalty


def shrink(penalty):
    spec = small_spec({"training.optimizer": {"kind": "sgd", "learning_rate": 0.1}, "training.penalty": penalty})
    parameters = build_network(spec).parameters
    parameters.values.fill_(2.0)
    call = make_penalty(spec.training.penalty, parameters, make_optimizer(spec.training.optimizer, parameters))
    if call is not None:
        call()
    return {
        slot.tensor: [t.flatten()[0].item() for t in parameters.view(1, slot.tensor)] for slot in parameters.slots
    }


def test_nothing_is_done_without_a_penalty():
    assert shrink("none") == {"weight": [2, 0], "bias": [2, 0]}


def test_l2_goes_into_the_gradient_and_decay_into_the_weight():
    assert shrink({"kind": "l2", "strength": 0.5}) == {"weight": [2, 1], "bias": [2, 0]}
    assert shrink({"kind": "l2", "strength": 0.5, "of": "all"}) == {"weight": [2, 1], "bias": [2, 1]}
    decayed = shrink({"kind": "decay", "strength": 0.5, "of": "all"})
    assert decayed == {"weight": [torch.tensor(1.9).item(), 0], "bias": [torch.tensor(1.9).item(), 0]}
