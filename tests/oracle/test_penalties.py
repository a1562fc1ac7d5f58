"""L2 and decay against the ``weight_decay`` of torch's optimizers, in float64."""

import pytest
import torch

from tests.oracle.twins import assert_ends_alike, optimizer_spec

L2, DECAY = {"kind": "l2", "strength": 0.2, "of": "all"}, {"kind": "decay", "strength": 0.3, "of": "all"}

PEERS = {
    "sgd, L2": ({"kind": "sgd"}, L2, lambda p: torch.optim.SGD(p, lr=0.01, weight_decay=0.2)),
    "momentum, L2": (
        {"kind": "sgd", "momentum": 0.9},
        L2,
        lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.2),
    ),
    "adam, L2": ({"kind": "adam"}, L2, lambda p: torch.optim.Adam(p, lr=1e-3, eps=1e-7, weight_decay=0.2)),
    "nadam, L2": ({"kind": "nadam"}, L2, lambda p: torch.optim.NAdam(p, weight_decay=0.2)),
    "adagrad, L2": ({"kind": "adagrad"}, L2, lambda p: torch.optim.Adagrad(p, weight_decay=0.2)),
    "rmsprop, L2": (
        {"kind": "rmsprop"},
        L2,
        lambda p: torch.optim.RMSprop(p, lr=1e-3, alpha=0.9, eps=1e-7, weight_decay=0.2),
    ),
    "adamw, L2 beside its decay": (
        {"kind": "adamw", "decay": 0.0},
        L2,
        lambda p: torch.optim.Adam(p, lr=1e-3, eps=1e-8, weight_decay=0.2),
    ),
    "adam, decay": (
        {"kind": "adam", "learning_rate": 0.01},
        DECAY,
        lambda p: torch.optim.AdamW(p, lr=0.01, eps=1e-7, weight_decay=0.3),
    ),
    "nadam, decay": (
        {"kind": "nadam"},
        DECAY,
        lambda p: torch.optim.NAdam(p, weight_decay=0.3, decoupled_weight_decay=True),
    ),
    "sgd, decay is L2": ({"kind": "sgd"}, DECAY, lambda p: torch.optim.SGD(p, lr=0.01, weight_decay=0.3)),
}


@pytest.mark.parametrize("name", PEERS)
def test_weights_shrink_as_torch_shrinks_them(name, double):
    optimizer, penalty, make_peer = PEERS[name]
    spec = optimizer_spec(optimizer, {"training.penalty": penalty})
    assert_ends_alike(spec, lambda twin: make_peer(twin.parameters()))


@pytest.mark.parametrize("kind", ["l2", "decay"])
def test_biases_are_left_alone_unless_all_is_shrunk(kind, double):
    spec = optimizer_spec({"kind": "adam"}, {"training.penalty": {"kind": kind, "strength": 0.5}})

    def make_peer(twin):
        linears = [module for module in twin if hasattr(module, "weight")]
        groups = [
            {"params": [linear.weight for linear in linears], "weight_decay": 0.5},
            {"params": [linear.bias for linear in linears], "weight_decay": 0.0},
        ]
        make = torch.optim.Adam if kind == "l2" else torch.optim.AdamW
        return make(groups, lr=1e-3, eps=1e-7)

    assert_ends_alike(spec, make_peer)
