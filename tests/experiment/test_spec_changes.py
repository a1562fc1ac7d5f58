import pytest

from tests.training.examples import small_spec
from vgdesk.experiment import spec_changes
from vgdesk.experiment.activations import LeakyRelu, Relu
from vgdesk.experiment.initializers import HeNormal
from vgdesk.experiment.normalizations import BatchNormalization, IdentitySkip, LayerNormalization
from vgdesk.experiment.recurrence import Gru, Lstm
from vgdesk.experiment.spec import change_spec, name_change
from vgdesk.experiment.training import Adam, ClipByNorm

SEQUENCES = {
    "data": {"kind": "delayed_recall", "n": 60, "length": 24},
    "network.hidden": [],
    "network.recurrence": {"kind": "rnn", "units": 6, "activation": "relu", "initializer": "glorot_normal"},
}


def spec_of(hidden=(8, 8, 8), **changes):
    own = {"network.hidden": [{"units": units} for units in hidden]}
    return small_spec(own | {name.replace("__", "."): value for name, value in changes.items()})


def recurrent(**changes):
    return small_spec(SEQUENCES | {name.replace("__", "."): value for name, value in changes.items()})


def test_another_activation_comes_with_its_weights_in_every_layer():
    change = spec_changes.take_activation(Relu(), HeNormal())
    own = {"units": 4, "activation": "sigmoid", "initializer": "zeros", "normalization": "batch"}
    changed = change(small_spec({"network.hidden": [own, {"units": 3}], "network.output_initializer": "zeros"}))
    assert [(layer.activation, layer.initializer) for layer in changed.network.resolved()] == [
        (Relu(), HeNormal())
    ] * 2
    assert changed.network.resolved_output(1).initializer == HeNormal()
    assert changed.network.resolved()[0].normalization == BatchNormalization()


def test_a_leaky_network_is_given_no_leaky_one_whatever_its_slope():
    change = spec_changes.take_activation(LeakyRelu(slope=0.2), HeNormal())
    assert change(spec_of(network__activation={"kind": "leaky_relu", "slope": 0.3})) is None
    assert change(small_spec({"network.hidden": []})) is None


@pytest.mark.parametrize(
    ("change", "activation", "gain"),
    [
        (spec_changes.draw_he, "relu", 2.0),
        (spec_changes.draw_he, {"kind": "prelu", "slope": 0.5}, 1.6),
        (spec_changes.draw_lecun, "tanh", 1.0),
        (spec_changes.draw_lecun, "linear", 1.0),
        (spec_changes.draw_critical, "sigmoid", 103.0),
        (spec_changes.draw_orthogonal, "relu", 2.0),
        (spec_changes.draw_orthogonal, "softsign", 1.0),
    ],
)
def test_weights_are_drawn_with_the_gain_that_suits_the_activation(change, activation, gain):
    spec = spec_of(network__activation=activation, network__initializer={"kind": "normal", "std": 0.01})
    changed = change(spec)
    assert changed.network.initializer.gain(8, 8) == pytest.approx(gain, rel=2e-3)
    assert change(changed) is None


@pytest.mark.parametrize(
    ("change", "activation"),
    [
        (spec_changes.draw_he, "tanh"),
        (spec_changes.draw_lecun, "relu"),
        (spec_changes.draw_critical, "tanh"),
        (spec_changes.draw_glorot, "relu"),
        (spec_changes.draw_orthogonal, "sigmoid"),
    ],
)
def test_weights_that_do_not_suit_the_activation_are_not_drawn(change, activation):
    assert change(spec_of(network__activation=activation, network__initializer="zeros")) is None


@pytest.mark.parametrize("there", ["he_uniform", "he_normal", {"kind": "variance_scaling", "scale": 2.0}])
def test_weights_of_that_variance_are_not_drawn_again(there):
    assert spec_changes.draw_he(spec_of(network__activation="relu", network__initializer=there)) is None


def test_glorot_is_for_sigmoids_whose_weights_are_all_alike():
    assert spec_changes.draw_glorot(spec_of(network__activation="sigmoid", network__initializer="zeros"))
    assert spec_changes.draw_glorot(spec_of(network__activation="sigmoid")) is None


def test_standardised_inputs_are_not_scaled_to_a_range():
    change = spec_changes.scale_inputs("symmetric")
    assert change(spec_of(data__scaling="standardize")) is None
    assert change(spec_of(data__scaling="unit")).data.scaling == "symmetric"


def test_inputs_are_normalised_once_and_never_those_of_a_recurrent_layer():
    changed = spec_changes.normalize_inputs(spec_of())
    assert changed.network.input_normalization == "batch"
    assert spec_changes.normalize_inputs(changed) is None
    assert spec_changes.normalize_inputs(recurrent()) is None


def test_a_layer_norm_is_not_put_over_a_few_units():
    change = spec_changes.normalize_layers(LayerNormalization())
    assert change(spec_of((8, 3))) is None
    assert change(spec_of((8, 4))).network.normalization == LayerNormalization()


def test_skips_need_layers_as_wide_as_the_one_before():
    change = spec_changes.add_skips(IdentitySkip())
    assert change(spec_of((8, 8, 8))).network.skip == IdentitySkip()
    assert change(spec_of((8, 8, 6))) is None
    assert change(spec_of((8, 8, 8), network__skip="identity")) is None


def test_clipped_gradients_are_not_clipped_another_way():
    change = spec_changes.clip(ClipByNorm())
    assert change(spec_of()).training.clipping == ClipByNorm()
    assert change(spec_of(training__clipping="value")) is None


def test_a_rate_is_multiplied_as_a_reader_would_write_it():
    rate = spec_changes.multiply_rate(0.1)(spec_of()).training.optimizer.learning_rate
    assert f"{rate}" == "0.0001"
    for rate in (0.0, 500.0):
        optimizer = {"kind": "sgd", "learning_rate": rate}
        assert spec_changes.multiply_rate(10)(spec_of(training__optimizer=optimizer)) is None


def test_an_adaptive_optimizer_takes_the_place_of_plain_gradient_descent_alone():
    change = spec_changes.take_optimizer(Adam())
    assert change(spec_of(training__optimizer="sgd")).training.optimizer == Adam()
    assert change(spec_of(training__optimizer="rmsprop")) is None


def test_the_usual_rate_is_for_an_adaptive_optimizer_far_above_it():
    change = spec_changes.take_usual_adam
    assert change(spec_of(training__optimizer={"kind": "rmsprop", "learning_rate": 0.5})).training.optimizer == Adam()
    assert change(spec_of(training__optimizer="adam")) is None
    assert change(spec_of(training__optimizer={"kind": "sgd", "learning_rate": 5.0})) is None


def test_narrow_layers_are_widened_and_wide_ones_left():
    changed = spec_changes.widen_layers(16)(spec_of((2, 30)))
    assert [layer.units for layer in changed.network.hidden] == [16, 30]
    assert spec_changes.widen_layers(16)(changed) is None


def test_a_gated_layer_takes_over_units_and_weights_of_a_simple_one():
    changed = spec_changes.read_by(Lstm)(recurrent())
    assert (changed.network.recurrent.units, changed.network.recurrent.initializer.kind) == (6, "glorot_normal")
    assert spec_changes.read_by(Gru)(changed) is None
    assert spec_changes.read_by(Gru)(spec_of()) is None


def test_a_forget_bias_is_raised_to_1():
    low = recurrent(network__recurrence={"kind": "lstm", "forget_bias": 0.0})
    assert spec_changes.raise_forget_bias(low).network.recurrent.forget_bias == 1
    assert spec_changes.raise_forget_bias(recurrent(network__recurrence="lstm")) is None
    assert spec_changes.raise_forget_bias(recurrent()) is None


@pytest.mark.parametrize(
    ("change", "label"),
    [(spec_changes.draw_orthogonal_state, "orthogonal"), (spec_changes.bound_state, "tanh")],
)
def test_the_state_is_changed_once(change, label):
    changed = change(recurrent())
    assert name_change(recurrent(), changed) == label
    assert change(changed) is None
    assert change(spec_of()) is None


def test_sequences_are_cut_to_a_quarter_while_something_is_left():
    changed = spec_changes.shorten_sequences(recurrent())
    assert changed.data.length == 6
    assert spec_changes.shorten_sequences(changed) is None
    assert spec_changes.shorten_sequences(spec_of()) is None


def test_a_softmax_of_one_output_becomes_the_sigmoid_that_its_loss_needs():
    alone = small_spec({"network.output_function": "softmax"})
    assert spec_changes.free_output(alone).output_label == "sigmoid"
    squared = spec_changes.free_output(change_spec(alone, {"training.loss": "mse"}))
    assert (squared.network.output_function.kind, squared.training.loss) == ("sigmoid", "mean_squared_error")
    assert spec_changes.free_output(small_spec()) is None
    assert spec_changes.free_output(change_spec(alone, {"data": "digits", "training.loss": "mse"})) is None
