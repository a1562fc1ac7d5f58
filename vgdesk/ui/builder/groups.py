"""Which fields of a spec stand in which form of the builder, in which order."""

from dataclasses import dataclass

from vgdesk.experiment.data import LabelledData
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
        network: its other fields, normalisation and skip side by side.
        training: optimizer, batches, epochs, seed and sampling.
        more: what is rarely touched: parameters of the optimizer, clipping and loss.
    """

    points: list[FormItem]
    data: list[FormItem]
    weights: list[FormItem]
    network: list[FormItem]
    training: list[FormItem]
    more: list[FormItem]


def group_fields(spec: ExperimentSpec) -> Groups:
    """The fields to edit in a spec; what the specs gain later joins the others of its group."""
    kind, parameters = field_items(spec, "data")[0], _shared_late(spec.data)
    weights = [*field_items(spec, "network.activation"), *field_items(spec, "network.initializer")]
    optimizer = field_items(spec, "training.optimizer")
    main = [item for item in optimizer if item.field.name in ("optimizer", *OptimizerSpec.model_fields)]
    rare = [*field_items(spec, "training.clipping"), *field_items(spec, "training.loss")]
    batches = _fields_of(spec, "training", TrainingSpec, without=[*optimizer, *rare])
    beside = [field_items(spec, f"network.{name}") for name in ("normalization", "skip")]
    around = [*(choice for choice, *_ in beside), *(item for _, *parameters in beside for item in parameters)]
    return Groups(
        points=[kind, *parameters[:_BESIDE_THUMBNAIL]],
        data=parameters[_BESIDE_THUMBNAIL:],
        weights=weights,
        network=[*around, *_fields_of(spec, "network", NetworkSpec, without=[*weights, *around])],
        training=[*main, *batches, *field_items(spec, "seed"), *field_items(spec, "sampling")],
        more=[*(item for item in optimizer if item not in main), *rare],
    )


def _fields_of(spec: ExperimentSpec, path: str, model: type, without: list[FormItem]) -> list[FormItem]:
    items = [item for field in form_fields(model) for item in field_items(spec, f"{path}.{field.name}")]
    return [item for item in items if item not in without]


def _shared_late(data: LabelledData) -> list[FormItem]:
    """The parameters of a data set: those of its family, its own, then those that all have."""
    owner = {name: base for base in type(data).__mro__ for name in vars(base).get("__annotations__", ())}
    places = {type(data): 1, LabelledData: 2}
    return sorted(parameter_items("data", data), key=lambda item: places.get(owner[item.field.name], 0))
