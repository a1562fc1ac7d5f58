import json

import pytest

from tests.training.examples import small_spec
from vgdesk.experiment.biases import NoBias, NormalBias, UsualBias
from vgdesk.experiment.initializers import HeNormal, TorchDefault
from vgdesk.experiment.spec import parse_spec


def test_a_spec_that_says_nothing_of_biases_has_those_of_its_initialiser():
    old = json.loads(small_spec().to_json())
    del old["network"]["bias"]
    network = parse_spec(json.dumps(old)).network
    assert network == small_spec().network
    assert {layer.bias for layer in (*network.resolved(), network.resolved_output(1))} == {UsualBias()}


@pytest.mark.parametrize(("said", "meant"), [(True, UsualBias()), (False, NoBias()), ("normal", NormalBias())])
def test_true_and_false_say_whether_there_are_biases(said, meant):
    network = small_spec({"network.bias": said}).network
    assert network.bias == meant
    assert [layer.has_bias for layer in network.resolved()] == [said is not False] * 2


def test_the_variance_of_the_biases_is_that_of_the_initialiser_unless_they_have_their_own():
    assert UsualBias().variance(TorchDefault(), 12) == pytest.approx(1 / 36)
    assert UsualBias().variance(HeNormal(), 12) == NoBias().variance(TorchDefault(), 12) == 0
    assert NormalBias(std=0.3).variance(TorchDefault(), 12) == pytest.approx(0.09)
