import pytest

from tests.training.examples import small_spec
from vgdesk.errors import SpecError


def test_adamw_does_not_decay_twice():
    with pytest.raises(SpecError, match=r"training\.penalty = decay.*training\.optimizer\.decay"):
        small_spec({"training.optimizer": "adamw", "training.penalty": "decay"})
    assert small_spec({"training.optimizer": "adamw", "training.penalty": "l2"}).training.penalty.kind == "l2"


def test_weight_decay_is_what_torch_calls_l2():
    assert small_spec({"training.penalty": "weight_decay"}).training.penalty.kind == "l2"
