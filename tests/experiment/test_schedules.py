import pytest

from tests.training.examples import small_spec
from vgdesk.experiment.schedules import ConstantRate, CosineDecay, StepDecay


def test_a_warm_up_longer_than_the_training_never_reaches_the_full_rate():
    schedule = CosineDecay(warmup=100)
    factors = [schedule.factor(step, 50, 10) for step in range(50)]
    assert factors == [(step + 1) / 100 for step in range(50)]


def test_a_cosine_begins_full_and_ends_at_its_end():
    schedule = CosineDecay(end=0.2)
    assert schedule.factor(0, 100, 10) == 1
    assert schedule.factor(50, 100, 10) == pytest.approx(0.6)
    assert schedule.factor(100, 100, 10) == pytest.approx(0.2)


def test_steps_fall_between_epochs_and_never_overflow():
    schedule = StepDecay(every=2, ratio=0.5)
    assert [schedule.factor(step, 100, 3) for step in (0, 5, 6, 11, 12)] == [1, 1, 0.5, 0.5, 0.25]
    assert StepDecay(every=1, ratio=0.5).factor(10**7, 10**8, 1) == 0.5**1000


def test_a_constant_rate_is_bit_for_bit_that_of_the_optimizer():
    spec = small_spec({"training.optimizer.learning_rate": 0.1 + 0.2})
    assert spec.training.schedule.is_constant
    assert spec.rate_at(7) == 0.1 + 0.2
    assert not ConstantRate(warmup=1).is_constant
