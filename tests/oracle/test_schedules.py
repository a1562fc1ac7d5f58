"""Schedules against torch.optim.lr_scheduler: rates step by step, and whole trainings in float64."""

import pytest
import torch
from torch.optim import lr_scheduler

from tests.oracle.tolerance import assert_close
from tests.oracle.twins import EPOCHS, STEPS, assert_ends_alike, optimizer_spec

STEPS_PER_EPOCH = STEPS // EPOCHS
WARM = 7


def cosine(optimizer, steps=STEPS):
    return lr_scheduler.CosineAnnealingLR(optimizer, T_max=steps, eta_min=0.1 * 0.02)


def warm(optimizer, then):
    first = lr_scheduler.LinearLR(optimizer, start_factor=1 / WARM, total_iters=WARM - 1)
    return lr_scheduler.SequentialLR(optimizer, [first, then], milestones=[WARM])


PEERS = {
    "steps": (
        {"kind": "step", "every": 4, "ratio": 0.3},
        lambda o: lr_scheduler.StepLR(o, step_size=4 * STEPS_PER_EPOCH, gamma=0.3),
    ),
    "cosine": ({"kind": "cosine", "end": 0.1}, cosine),
    "warm-up, then cosine": (
        {"kind": "cosine", "end": 0.1, "warmup": WARM},
        lambda o: warm(o, cosine(o, STEPS - WARM)),
    ),
    "warm-up alone": (
        {"kind": "constant", "warmup": WARM},
        lambda o: lr_scheduler.LinearLR(o, start_factor=1 / WARM, total_iters=WARM - 1),
    ),
}


@pytest.mark.filterwarnings("ignore:.*lr_scheduler.step.*:UserWarning")
@pytest.mark.parametrize("name", PEERS)
def test_every_step_has_the_rate_that_torch_gives_it(name):
    schedule, make_scheduler = PEERS[name]
    spec = optimizer_spec({"kind": "sgd", "learning_rate": 0.02}, {"training.schedule": schedule})
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.02)
    scheduler, theirs = make_scheduler(optimizer), []
    for _ in range(STEPS):
        theirs.append(optimizer.param_groups[0]["lr"])
        scheduler.step()
    assert_close([spec.rate_at(step) for step in range(STEPS)], theirs, steps=8 * STEPS)


@pytest.mark.filterwarnings("ignore:.*lr_scheduler.step.*:UserWarning")
@pytest.mark.parametrize("name", PEERS)
def test_a_scheduled_training_ends_where_torch_ends(name, double):
    schedule, make_scheduler = PEERS[name]
    spec = optimizer_spec({"kind": "adamw", "learning_rate": 0.02}, {"training.schedule": schedule})
    assert_ends_alike(spec, lambda twin: torch.optim.AdamW(twin.parameters(), lr=0.02), make_scheduler)
