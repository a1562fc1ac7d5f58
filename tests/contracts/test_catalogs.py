"""Every building block that a spec can name is documented, has a kind of its own, and travels through JSON."""

import typing
from types import NoneType

import pytest
from pydantic import TypeAdapter
from pydantic_core import PydanticUndefined

from tests.experiment.data_files import write_csv, write_idx_set
from vgdesk.errors import SpecError
from vgdesk.events import RunEnded
from vgdesk.experiment import (
    activations,
    biases,
    choices,
    data,
    images,
    initializers,
    normalizations,
    output_functions,
    penalties,
    recurrence,
    sampling,
    schedules,
    tables,
    training,
)
from vgdesk.experiment.spec import ExperimentSpec, change_spec
from vgdesk.training.loop import train

CATALOGS = {
    "activation": activations.Activation,
    "initializer": initializers.AnyInitializer,
    "bias": biases.Bias,
    "output function": output_functions.OutputFunction,
    "penalty": penalties.Penalty,
    "schedule": schedules.Schedule,
    "normalization": normalizations.Normalization,
    "skip": normalizations.Skip,
    "recurrence": recurrence.Recurrence,
    "data": data.DataSpec,
    "optimizer": training.Optimizer,
    "clipping": training.Clipping,
    "sampling": sampling.Sampling,
    "histograms": sampling.HistogramSchedule,
    "snapshots": sampling.SnapshotSchedule,
}

FIELDS = {
    "activation": "network.activation",
    "initializer": "network.initializer",
    "bias": "network.bias",
    "output function": "network.output_function",
    "penalty": "training.penalty",
    "schedule": "training.schedule",
    "normalization": "network.normalization",
    "skip": "network.skip",
    "recurrence": "network.recurrence",
    "data": "data",
    "optimizer": "training.optimizer",
    "clipping": "training.clipping",
    "sampling": "sampling",
    "histograms": "histograms",
    "snapshots": "snapshots",
}


def members(catalog) -> list[type[choices.Choice]]:
    """The classes of a catalog, without the annotations around their union."""
    while typing.get_origin(catalog) is typing.Annotated:
        catalog = typing.get_args(catalog)[0]
    return [member for member in typing.get_args(catalog) if member is not NoneType]


BLOCKS = [(name, block) for name in CATALOGS for block in members(CATALOGS[name])]
IDS = [f"{name}-{block.__name__}" for name, block in BLOCKS]


def test_kinds_are_unique():
    for name, catalog in CATALOGS.items():
        kinds = [block().kind for block in members(catalog)]
        assert len(set(kinds)) == len(kinds) >= 2, name


def test_a_block_is_documented():
    for _, block in BLOCKS:
        assert block.__doc__, block
        assert block.__doc__ != block.__base__.__doc__, block
        assert block.words.help, block
        assert "words" in vars(block), f"{block} has none of its own"


def test_a_block_has_defaults_that_hold():
    for _, block in BLOCKS:
        assert block.model_validate(block().model_dump()) == block()
        assert block().label, block


def test_a_block_travels_through_json():
    adapters = {name: TypeAdapter(catalog) for name, catalog in CATALOGS.items()}
    for name, block in BLOCKS:
        assert adapters[name].validate_json(block().model_dump_json()) == block()
        assert adapters[name].validate_json(f'"{block().kind}"') == block()


def test_a_block_refuses_what_it_does_not_know():
    for _, block in BLOCKS:
        with pytest.raises(ValueError, match="extra"):
            block.model_validate({"surprise": 1})


@pytest.mark.parametrize("name", CATALOGS)
def test_what_is_wrong_in_a_block_is_said_by_its_path(name):
    first = members(CATALOGS[name])[0]
    with pytest.raises(SpecError) as refused:
        change_spec(ExperimentSpec(), {FIELDS[name]: {"kind": first().kind, "surprise": 1}})
    assert [problem.field for problem in refused.value.problems] == [f"{FIELDS[name]}.surprise"]


@pytest.mark.parametrize(("name", "block"), BLOCKS, ids=IDS)
def test_a_block_trains(name, block, home):
    few = few_points(block, home) if name == "data" else {"data": {"kind": "delayed_recall", "n": 20, "length": 5}}
    few |= {"training.batch_size": 10, "training.epochs": 1}
    if name == "output function":
        few |= {"training.loss": "mean_squared_error"}
    changes = {FIELDS[name]: block().model_dump()} | few
    if block is initializers.Given:
        changes |= {"data": {"kind": "xor", "n": 20}, "network.hidden": [], f"{FIELDS[name]}.weights": "1; 2"}
    spec = change_spec(ExperimentSpec(), changes)
    *_, last = [event for event in train([spec]) if isinstance(event, RunEnded)]
    assert (last.reason, last.message) == ("finished", "")


def few_points(block, home) -> dict[str, object]:
    """The changes that make little of a data set, and the files it is read from."""
    if issubclass(block, images.ImageData):
        write_idx_set(home / "data" / "mnist")
        return {"data.train": 60, "data.test": 30}
    if block is tables.Csv:
        return {"data.path": str(write_csv(home / "points.csv"))}
    loss = {"training.loss": "mean_squared_error"} if block().classes == 1 else {}
    return ({"data.n": 20} if "n" in block.model_fields else {"data.test_fraction": 0.9}) | loss


def test_every_choice_stands_in_one_catalog():
    listed = {block for catalog in CATALOGS.values() for block in members(catalog)}
    assert sorted(leaf.__name__ for leaf in leaves(choices.Choice)) == sorted(block.__name__ for block in listed)


def leaves(base: type) -> set[type]:
    """The choices below a class that have a kind of their own."""
    below = [sub for sub in base.__subclasses__() if sub.__module__.startswith("vgdesk.")]
    own = {base} if base.model_fields["kind"].default is not PydanticUndefined else set()
    return own.union(*(leaves(sub) for sub in below))
