"""Which fields of a spec each form of the builder shows, in which order."""

from typing import TypeAlias

from vgdesk.experiment.choices import Spec
from vgdesk.experiment.labelled_data import LabelledData, PartedData
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.experiment.training import OptimizerSpec
from vgdesk.form.fields import FormItem, field_items, form_fields, value_at

Groups: TypeAlias = dict[str, list[FormItem]]
"""The fields of every form, by its name.

``data``: the data set. ``points``: its first numbers, beside the thumbnail. ``shape``: its other parameters.
``split``: what all data sets have. ``weights``: activation and initialiser. ``output``: initialiser and function of
the output layer. ``network``: what the network gains in later versions. ``normalize``: normalisation and skip.
``recurrent``: the recurrent layer. ``training``: optimizer, batches, epochs, seed. ``update``: parameters of the
optimizer, clipping, loss. ``recording``: when to measure, and what else to keep.
"""

_BESIDE_THUMBNAIL = 3
_OWN_FORMS = {
    "network.activation": "weights",
    "network.initializer": "weights",
    "network.output_initializer": "output",
    "network.output_function": "output",
    "network.normalization": "normalize",
    "network.skip": "normalize",
    "network.input_normalization": "normalize",
    "network.recurrence": "recurrent",
    "training.batch_size": "training",
    "training.epochs": "training",
    "seed": "training",
}
_SIDE_BY_SIDE = ("network.normalization", "network.skip")


def group_fields(spec: ExperimentSpec) -> Groups:
    """The fields to edit in a spec; what the specs gain later joins the others of its part."""
    groups = _group_data(spec)
    groups |= {name: [] for name in ("weights", "output", "network", "normalize", "recurrent")}
    optimizer, *parameters = field_items(spec, "training.optimizer")
    main = [item for item in parameters if item.field.name in OptimizerSpec.model_fields]
    groups |= {"training": [optimizer, *main], "recording": []}
    groups["update"] = [item for item in parameters if item not in main]
    for part, rest in (("network", "network"), ("training", "update"), ("", "recording")):
        for path in _paths(spec, part):
            groups[_OWN_FORMS.get(path, rest)] += field_items(spec, path)
    groups["normalize"].sort(key=lambda item: item.path not in _SIDE_BY_SIDE)
    return groups


def _paths(spec: ExperimentSpec, part: str) -> list[str]:
    """Fields of a part of the spec but for those with forms of their own: data, optimizer and name."""
    owner: type[Spec] = type(value_at(spec, part)) if part else ExperimentSpec
    paths = [f"{part}.{field.name}".lstrip(".") for field in form_fields(owner)]
    return [path for path in paths if path not in ("data", "training.optimizer", "name")]


def _group_data(spec: ExperimentSpec) -> Groups:
    kind, *parameters = field_items(spec, "data")
    owner = {name: base for base in type(spec.data).__mro__ for name in vars(base).get("__annotations__", ())}
    shared = [item for item in parameters if owner.get(item.path.split(".")[1]) in (LabelledData, PartedData)]
    own = [item for item in parameters if item not in shared]
    own.sort(key=lambda item: owner.get(item.path.split(".")[1]) is type(spec.data))
    shared.sort(key=lambda item: item.field.name == "seed")
    beside = [item for item in own if item.field.kind in ("int", "float")][:_BESIDE_THUMBNAIL]
    return {
        "data": [kind],
        "points": beside,
        "shape": [item for item in own if item not in beside],
        "split": shared,
    }
