from inspect import signature
from typing import get_args

import pytest
import torch
from pydantic import ValidationError

from vgdesk.experiment.training import (
    Adagrad,
    Adam,
    AdamKeras,
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
    for kind in (Adam, AdamKeras):
        assert (kind().learning_rate, kind().beta1, kind().beta2, kind().epsilon) == (0.001, 0.9, 0.999, 1e-7)
    for kind in (Rmsprop, RmspropKeras3):
        assert (kind().learning_rate, kind().rho, kind().epsilon) == (0.001, 0.9, 1e-7)


def test_the_others_have_the_defaults_of_torch():
    """Read from their signatures: to make one loads torch's compiler."""
    adamw, nadam, adagrad = (
        signature(getattr(torch.optim, name)).parameters for name in ("AdamW", "NAdam", "Adagrad")
    )
    for ours, theirs in ((AdamW(), adamw), (Nadam(), nadam)):
        assert (ours.learning_rate, ours.epsilon) == (theirs["lr"].default, theirs["eps"].default)
        assert (ours.beta1, ours.beta2) == theirs["betas"].default
    assert AdamW().decay == adamw["weight_decay"].default
    assert Nadam().momentum_decay == nadam["momentum_decay"].default
    assert (Adagrad().learning_rate, Adagrad().epsilon) == (adagrad["lr"].default, adagrad["eps"].default)


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
