"""The whole of what a user asks for, JSON both ways."""

import json
import math
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from vgdesk.errors import Problem, SpecError
from vgdesk.experiment.choices import Spec, expand_shorthand, fold
from vgdesk.experiment.data import Circles, DataSpec
from vgdesk.experiment.network import NetworkSpec
from vgdesk.experiment.problems import describe_errors, find_conflicts, find_problems
from vgdesk.experiment.sampling import (
    AutoSnapshots,
    EveryEpoch,
    EverySteps,
    HistogramSchedule,
    HistogramsEveryEpoch,
    Sampling,
    SnapshotSchedule,
    histogram_interval,
    snapshot_interval,
)
from vgdesk.experiment.training import TrainingSpec
from vgdesk.experiment.words import Words


class ExperimentSpec(Spec):
    """One experiment: data, network, training, what to sample, and the seed of every random choice."""

    version: Annotated[Literal[1], Words("Version", "Of the JSON form.")] = 1
    name: Annotated[str, Words("Name", "Of the lane and the run.")] = Field("network", min_length=1, max_length=80)
    data: Annotated[DataSpec, Words("Data set", "What is learned.")] = Circles()
    network: Annotated[NetworkSpec, Words("Network", "What learns.")] = NetworkSpec()
    training: Annotated[TrainingSpec, Words("Training", "How it learns.")] = TrainingSpec()
    sampling: Annotated[Sampling, Words("Sampling", "When the measures are taken.")] = EveryEpoch()
    histograms: Annotated[
        HistogramSchedule, Words("Histograms", "When histograms of weights and gradients are kept.")
    ] = HistogramsEveryEpoch()
    snapshots: Annotated[
        SnapshotSchedule, Words("Weights kept", "When the weights themselves are kept.", "Weights")
    ] = AutoSnapshots()
    seed: Annotated[
        int,
        Words("Seed", "Weights and data order are drawn from it; two specs of one seed see the same batches."),
    ] = Field(0, ge=0, lt=2**32)

    @property
    def steps_per_epoch(self) -> int:
        """Updates in one pass over the training points."""
        return math.ceil(self.data.train_points / self.training.batch_size)

    @property
    def total_steps(self) -> int:
        """Updates in the whole training."""
        whole = self.steps_per_epoch * self.training.epochs
        return min(whole, self.training.steps or whole)

    def rate_at(self, step: int) -> float:
        """Learning rate of the update after so many."""
        factor = self.training.schedule.factor(step, self.total_steps, self.steps_per_epoch)
        return self.training.optimizer.learning_rate * factor

    @property
    def epochs_begun(self) -> int:
        """Passes over the training points, the last one maybe cut short."""
        return math.ceil(self.total_steps / self.steps_per_epoch)

    @property
    def sample_every(self) -> int:
        """Steps from one sample to the next."""
        return self.sampling.steps if isinstance(self.sampling, EverySteps) else self.steps_per_epoch

    @property
    def histogram_every(self) -> int:
        """Steps from one sample of the histograms to the next; 0 for none."""
        return histogram_interval(self.histograms, self.sample_every, self.steps_per_epoch)

    def snapshot_every(self, parameters: int) -> int:
        """Steps from one snapshot to the next; 0 for none."""
        return snapshot_interval(self.snapshots, self.total_steps, self.steps_per_epoch, parameters)

    @property
    def outputs(self) -> int:
        """Units of the output layer: one for two classes, else one a class; one for each number that is learned."""
        return self.data.outputs

    @property
    def loss_kind(self) -> str:
        """The loss, as ``cross_entropy_of_share`` where the one output has a function of its own in front of it."""
        loss = self.training.loss
        return f"{loss}_of_share" if loss == "cross_entropy" and self.network.squash is not None else loss

    @property
    def output_label(self) -> str:
        """What the output layer's function is called, be it its own or the loss's."""
        own = self.network.squash
        if own is not None:
            return own.label
        if self.training.loss == "mean_squared_error":
            return "linear"
        return "sigmoid" if self.outputs == 1 else "softmax"

    def to_json(self) -> str:
        """The spec as indented JSON that ``parse_spec`` reads back equal."""
        return self.model_dump_json(indent=2, exclude_none=True)


def parse_spec(text: str | bytes) -> ExperimentSpec:
    """Read a spec from JSON; the files that its data come from need not be there.

    Raises:
        SpecError: with every problem at once, each with its field and the way out.
    """
    try:
        spec = ExperimentSpec.model_validate_json(text)
    except ValidationError as error:
        raise SpecError(describe_errors(error)) from None
    _refuse(find_conflicts(spec.data, spec.network, spec.training))
    return spec


def check_spec(spec: ExperimentSpec) -> None:
    """Refuse a spec that cannot be trained here: whose fields do not fit together, or whose data are not there.

    Raises:
        SpecError: with every problem at once.
    """
    _refuse(find_problems(spec.data, spec.network, spec.training))


def _refuse(problems: tuple[Problem, ...]) -> None:
    if problems:
        raise SpecError(problems)


def change_spec(spec: ExperimentSpec, changes: dict[str, Any]) -> ExperimentSpec:
    """A copy with some fields set, by dotted path: ``{"network.hidden.2.units": 10}``.

    Raises:
        SpecError: an unknown path or a bad value, all problems at once.
    """
    tree = json.loads(spec.to_json())
    for path, value in changes.items():
        _set_field(tree, path, value)
    return parse_spec(json.dumps(tree))


def name_change(before: ExperimentSpec, after: ExperimentSpec) -> str:
    """A short name for what sets two specs apart: the first field that differs, such as ``relu`` or ``seed 3``."""
    old, new = (dict(_leaves(json.loads(spec.to_json()))) for spec in (before, after))
    changed = [path for path in new if path != "name" and new[path] != old.get(path)]
    if not changed:
        return after.name
    *_, field = changed[0].split(".")
    value = new[changed[0]]
    if field == "kind":
        return str(value).replace("_", " ")
    return f"{field.replace('_', ' ')} {value:g}" if isinstance(value, int | float) else f"{value}"


def _leaves(tree: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if not isinstance(tree, dict | list):
        yield path.removeprefix("."), tree
        return
    if isinstance(tree, list):
        yield path.removeprefix("."), len(tree)
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield from _leaves(value, f"{path}.{key}")


def _set_field(tree: Any, path: str, value: Any) -> None:
    *parents, last = path.split(".")
    try:
        for name in parents:
            place = _place(tree, name)
            tree[place] = expand_shorthand(tree[place])
            tree = tree[place]
        if last == "kind" and isinstance(tree, dict):
            _refuse_left_over(path, tree, value)
        tree[_place(tree, last)] = value
    except (KeyError, IndexError, ValueError, TypeError):
        problem = Problem(path, json.dumps(value), "is not a field of a spec; see vgdesk lessons --json")
        raise SpecError((problem,)) from None


def _refuse_left_over(path: str, choice: dict[str, Any], kind: Any) -> None:
    """Refuse another kind where the parameters of the old one would stay beside it."""
    parent = path.removesuffix(".kind")
    if isinstance(kind, str) and fold(kind) != fold(str(choice.get("kind"))) and choice.keys() - {"kind"}:
        message = f"would keep the fields of {choice.get('kind')}; set the whole of it, {parent}={kind}"
        raise SpecError((Problem(path, json.dumps(kind), message),))


def _place(tree: Any, name: str) -> int | str:
    """Key of a table, or index of a list, which counts from 0 and not from the end."""
    if not isinstance(tree, list):
        return name
    if not name.isdecimal():
        raise ValueError(name)
    return int(name)
