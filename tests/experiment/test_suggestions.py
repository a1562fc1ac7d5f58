import pytest

from vgdesk.errors import SpecError
from vgdesk.experiment.spec import ExperimentSpec, change_spec


@pytest.mark.parametrize(
    ("path", "value", "meant"),
    [
        ("network.activation", "rellu", "relu"),
        ("network.activation", "swishh", "silu"),
        ("network.initializer", "xavier_unifrom", "glorot_uniform"),
        ("training.optimizer", {"kind": "adam2"}, "adam"),
        ("training.optimizer.lr", 0.1, "learning_rate"),
        ("training.batch", 3, "batch_size"),
        ("network.hidden.0.neurons", 3, "units"),
        ("data.noise_std", 3, "noise"),
        ("sed", 3, "seed"),
    ],
)
def test_an_unknown_word_names_the_nearest_that_there_is(path, value, meant):
    with pytest.raises(SpecError, match=f"did you mean '{meant}'"):
        change_spec(ExperimentSpec(), {path: value})


@pytest.mark.parametrize(("path", "value"), [("network.activation", "qqq"), ("data.momentum", 0.1), ("zzz", 1)])
def test_nothing_is_suggested_where_nothing_is_near(path, value):
    with pytest.raises(SpecError) as caught:
        change_spec(ExperimentSpec(), {path: value})
    assert "did you mean" not in str(caught.value)
