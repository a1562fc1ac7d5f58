from vgdesk.experiment.activations import Linear, Relu, Tanh
from vgdesk.experiment.initializers import HeNormal, Normal
from vgdesk.experiment.network import LayerSpec, NetworkSpec
from vgdesk.experiment.normalizations import BatchNormalization, IdentitySkip, NoNormalization, NoSkip
from vgdesk.experiment.recurrence import Lstm


def test_a_layer_takes_from_the_network_what_it_leaves_open():
    own = LayerSpec(units=7, activation=Relu(), initializer=HeNormal(), normalization=NoNormalization())
    network = NetworkSpec(
        hidden=(LayerSpec(units=3), own), activation=Tanh(), initializer=Normal(), normalization=BatchNormalization()
    )
    first, second = network.resolved()
    assert (first.units, first.activation, first.initializer) == (3, Tanh(), Normal())
    assert first.normalization == BatchNormalization()
    assert (second.units, second.activation, second.initializer) == (7, Relu(), HeNormal())
    assert second.normalization == NoNormalization()


def test_the_output_layer_is_linear_and_bare():
    network = NetworkSpec(activation=Tanh(), initializer=Normal(), normalization=BatchNormalization())
    output = network.resolved_output(3)
    assert (output.units, output.activation, output.normalization) == (3, Linear(), NoNormalization())
    assert output.initializer == Normal()
    own = network.model_copy(update={"output_initializer": HeNormal()})
    assert own.resolved_output(1).initializer == HeNormal()
    assert own.resolved()[0].initializer == Normal()


def test_widths_run_from_the_input_to_the_output():
    network = NetworkSpec(hidden=(LayerSpec(units=4), LayerSpec(units=3)))
    assert network.widths(2, 1) == (2, 4, 3, 1)
    assert NetworkSpec(hidden=()).widths(2, 1) == (2, 1)


def test_a_skip_goes_around_every_hidden_layer_as_wide_as_the_one_before():
    network = NetworkSpec(hidden=tuple(LayerSpec(units=units) for units in (4, 4, 3, 3)), skip=IdentitySkip())
    assert [layer.alpha for layer in network.resolved(4)] == [1, 1, 0, 1]
    assert [layer.alpha for layer in network.resolved(2)] == [0, 1, 0, 1]
    assert network.resolved_output(3).alpha == 0
    damped = network.model_copy(update={"skip": IdentitySkip(alpha="1/sqrt(L)")})
    assert [layer.alpha for layer in damped.resolved(2)] == [0, 0.5, 0, 0.5]
    assert {layer.alpha for layer in network.model_copy(update={"skip": NoSkip()}).resolved(4)} == {0}


def test_before_the_first_hidden_layer_of_a_recurrent_network_stands_the_recurrent_layer():
    hidden = tuple(LayerSpec(units=units) for units in (4, 4))
    network = NetworkSpec(hidden=hidden, skip=IdentitySkip(), recurrence=Lstm(units=3))
    assert [layer.alpha for layer in network.resolved(4)] == [0, 1]
    assert [layer.alpha for layer in network.model_copy(update={"recurrence": Lstm(units=4)}).resolved(2)] == [1, 1]
