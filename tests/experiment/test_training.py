from typing import get_args

import pytest
import torch
from pydantic import ValidationError

from vgdesk.experiment.training import (
    Adagrad,
    Adam,
    AdamW,
    Clipping,
    Nadam,
    Optimizer,
    Rmsprop,
    RmspropKeras3,
    Sgd,
    TrainingSpec,
)


def test_optimizers_have_the_defaults_of_keras():
    assert (Sgd().learning_rate, Sgd().momentum) == (0.01, 0.0)
    assert (Adam().learning_rate, Adam().beta1, Adam().beta2, Adam().epsilon) == (0.001, 0.9, 0.999, 1e-7)
    for kind in (Rmsprop, RmspropKeras3):
        assert (kind().learning_rate, kind().rho, kind().epsilon) == (0.001, 0.9, 1e-7)


def test_the_others_have_the_defaults_of_torch():
    for kind, make in ((AdamW, torch.optim.AdamW), (Nadam, torch.optim.NAdam)):
        theirs = make([torch.zeros(1)]).defaults
        assert (kind().learning_rate, kind().epsilon) == (theirs["lr"], theirs["eps"])
        assert (kind().beta1, kind().beta2) == theirs["betas"]
    assert AdamW().decay == torch.optim.AdamW([torch.zeros(1)]).defaults["weight_decay"]
    assert Nadam().momentum_decay == torch.optim.NAdam([torch.zeros(1)]).defaults["momentum_decay"]
    theirs = torch.optim.Adagrad([torch.zeros(1)]).defaults
    assert (Adagrad().learning_rate, Adagrad().epsilon) == (theirs["lr"], theirs["eps"])


def test_nothing_is_clipped_and_cross_entropy_is_learned_unless_asked():
    assert (TrainingSpec().clipping.kind, TrainingSpec().loss) == ("none", "cross_entropy")


@pytest.mark.parametrize("kind", [kind for kind in get_args(get_args(Clipping)[0]) if "limit" in kind.model_fields])
def test_a_limit_is_positive(kind):
    assert kind().limit == 1
    for limit in (0.0, -1.0):
        with pytest.raises(ValidationError):
            kind(limit=limit)


@pytest.mark.parametrize("kind", get_args(get_args(Optimizer)[0]))
def test_a_learning_rate_is_not_negative(kind):
    assert kind(learning_rate=0.0).learning_rate == 0
    with pytest.raises(ValidationError):
        kind(learning_rate=-1e-9)


@pytest.mark.parametrize("field", ["batch_size", "epochs"])
@pytest.mark.parametrize("value", [0, -1, 1.0, 1_000_001])
def test_batches_and_epochs_are_counted(field, value):
    with pytest.raises(ValidationError):
        TrainingSpec(**{field: value})
