"""A spec in a few words."""

from itertools import groupby

from vgdesk.experiment.spec import ExperimentSpec


def describe_spec(spec: ExperimentSpec) -> str:
    """A spec on one line: ``circles · 4 × 5 sigmoid · normal(0, 1) · RMSprop (Keras) 0.001 · batch 32 · seed 4``."""
    network, training = spec.network, spec.training
    normalization = "" if network.normalization.kind == "none" else f"{network.normalization.kind} norm"
    recurrent = "" if network.recurrent is None else network.recurrent.label
    optimizer = f"{training.optimizer.title()} {training.optimizer.learning_rate:g}"
    parts = (
        spec.data.title(),
        recurrent,
        describe_layers(spec),
        normalization,
        network.initializer.label,
        optimizer,
        f"batch {training.batch_size}",
        f"seed {spec.seed}",
    )
    return " · ".join(part for part in parts if part)


def describe_layers(spec: ExperimentSpec) -> str:
    """The hidden layers in a few words: ``4 × 5 sigmoid``, ``300, 100 mixed``."""
    layers = spec.network.resolved()
    if not layers:
        return "no hidden layers"
    runs = [(units, len(list(same))) for units, same in groupby(layer.units for layer in layers)]
    shape = ", ".join(f"{count} × {units}" if count > 1 else f"{units}" for units, count in runs)
    activations = {layer.activation.title() for layer in layers}
    return f"{shape} {activations.pop() if len(activations) == 1 else 'mixed'}"
