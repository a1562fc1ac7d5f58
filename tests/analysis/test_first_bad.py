import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from vgdesk.analysis.diagnosis import judge
from vgdesk.analysis.first_bad import first_bad

SAMPLES = 300


def slow_reference(history):
    """The first sample whose verdict is red, by asking for every one."""
    return next((sample for sample in range(history.sample_count) if judge(history, sample).is_red), None)


def test_a_run_that_is_well_and_an_empty_one_have_none():
    assert first_bad(measured_history(losses=[0.7] * 40)) is None
    assert first_bad(measured_history(losses=[])) is None


@pytest.mark.parametrize("at", [0, 3, 40, 211])
def test_it_is_the_first_red_sample(at):
    history = measured_history(losses=[0.1] * at + [1e6] * (SAMPLES - at))
    found = first_bad(history)
    assert (found.epoch, found.what, found.until) == (slow_reference(history), "exploding", None)
    assert at <= found.epoch <= at + 2


def test_it_names_the_place_in_the_order_of_a_pass():
    values = np.full((9, 4), 0.1)
    values[5:, 2] = np.nan
    found = first_bad(measured_history({("activation", "rms"): values}, losses=[0.7] * 9))
    assert found.text == "layer 3, epoch 5: activation exploding"


def test_over_time_the_row_is_a_time_step():
    found = first_bad(measured_history({("signal", "rms"): [1e-12, 1e-6, 1.0]}, time_steps=3))
    assert found.text == "time step 1, epoch 0: signal vanishing"


def test_what_has_passed_is_told_with_its_end():
    dead = np.zeros((40, 4))
    dead[2:9, 0] = 1
    history = measured_history({("activation", "dead_fraction"): dead}, losses=[0.7] * 40)
    found, red = first_bad(history), [sample for sample in range(40) if judge(history, sample).is_red]
    assert found.text.startswith("layer 1, epoch ")
    assert red == list(range(int(found.epoch), int(found.until) + 1))
    assert found.text.endswith(f"activation dead until epoch {found.until:g}")


def test_a_loss_that_guesses_is_bad_from_where_it_is_judged():
    found = first_bad(measured_history(losses=[0.7] * 90))
    assert (found.epoch, found.row, found.tensor, found.what) == (50, None, "", "guessing")
