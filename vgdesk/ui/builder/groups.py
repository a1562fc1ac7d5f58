"""Which fields of a spec stand in which form of the builder, in which order."""

from dataclasses import dataclass

from vgdesk.experiment.choices import Choice
from vgdesk.experiment.network import NetworkSpec
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.experiment.training import OptimizerSpec, TrainingSpec
from vgdesk.ui.builder.fields import form_fields
from vgdesk.ui.builder.form import FormItem, field_items, parameter_items

_BESIDE_THUMBNAIL = 2


@dataclass(frozen=True)
class Groups:
    """The fields of every form.

    Attributes:
        points: the data set and its first parameters, beside the thumbnail.
        data: the other parameters of the data set.
        weights: activation and initialiser of the network.
        network: its other fields.
        training: optimizer, batches, epochs, seed and sampling.
        optimizer: parameters of the optimizer that are rarely touched.
    """

    points: list[FormItem]
    data: list[FormItem]
    weights: list[FormItem]
    network: list[FormItem]
    training: list[FormItem]
    optimizer: list[FormItem]


def group_fields(spec: ExperimentSpec) -> Groups:
    """The fields to edit in a spec; what the specs gain later joins the others of its group."""
    kind, parameters = field_items(spec, "data")[0], _own_early(spec.data)
    weights = [*field_items(spec, "network.activation"), *field_items(spec, "network.initializer")]
    optimizer = field_items(spec, "training.optimizer")
    main = [item for item in optimizer if item.field.name in ("optimizer", *OptimizerSpec.model_fields)]
    batches = _fields_of(spec, "training", TrainingSpec, without=optimizer)
    return Groups(
        points=[kind, *parameters[:_BESIDE_THUMBNAIL]],
        data=parameters[_BESIDE_THUMBNAIL:],
        weights=weights,
        network=_fields_of(spec, "network", NetworkSpec, without=weights),
        training=[*main, *batches, *field_items(spec, "seed"), *field_items(spec, "sampling")],
        optimizer=[item for item in optimizer if item not in main],
    )


def _fields_of(spec: ExperimentSpec, path: str, model: type, without: list[FormItem]) -> list[FormItem]:
    items = [item for field in form_fields(model) for item in field_items(spec, f"{path}.{field.name}")]
    return [item for item in items if item not in without]


def _own_early(data: Choice) -> list[FormItem]:
    """The parameters of a data set: two that all have, then its own, then the others that all have."""
    items = parameter_items("data", data)
    own = [item for item in items if item.field.name in type(data).__annotations__]
    shared = [item for item in items if item not in own]
    return [*shared[:_BESIDE_THUMBNAIL], *own, *shared[_BESIDE_THUMBNAIL:]]
