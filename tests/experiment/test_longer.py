import pytest

from tests.session.examples import small_spec
from vgdesk.errors import SpecError
from vgdesk.experiment.longer import plan_more


def test_epochs_are_counted_on_from_where_the_training_would_have_ended():
    spec = small_spec(epochs=3)
    assert plan_more(spec, 0) is spec
    assert plan_more(spec, 2).total_steps == 5 * spec.steps_per_epoch


def test_a_limit_of_steps_moves_with_the_end():
    spec = small_spec(epochs=3, training__steps=6)
    longer = plan_more(spec, 2)
    assert longer.total_steps == 6 + 2 * spec.steps_per_epoch


def test_more_than_a_spec_may_ask_for_is_refused():
    with pytest.raises(SpecError, match="epochs"):
        plan_more(small_spec(), 10**9)
