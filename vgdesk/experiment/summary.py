"""A spec in a few words."""

from vgdesk.experiment.shapes import describe_layers
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
        describe_layers(network),
        normalization,
        network.initializer.label,
        optimizer,
        f"batch {training.batch_size}",
        f"seed {spec.seed}",
    )
    return " · ".join(part for part in parts if part)
