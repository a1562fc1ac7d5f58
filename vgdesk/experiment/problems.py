"""Everything that can be wrong with a spec: pydantic's findings in plain words, and the rules that span fields."""

import json
from functools import cache
from typing import Any

from pydantic import ValidationError

from vgdesk.errors import Problem
from vgdesk.experiment.choices import Spec, find_choices, list_specs
from vgdesk.experiment.initializers import Given, Uniform
from vgdesk.experiment.labelled_data import LabelledData
from vgdesk.experiment.network import NetworkSpec
from vgdesk.experiment.penalties import WeightDecay
from vgdesk.experiment.sequences import SequenceData
from vgdesk.experiment.suggestions import suggest_field, suggest_kind
from vgdesk.experiment.training import AdamW, TrainingSpec

_SHOWN_CHARACTERS = 60
_SHOWN_PROBLEMS = 50
_LONGEST_PATH = 200


def describe_errors(error: ValidationError) -> tuple[Problem, ...]:
    """Pydantic's findings as problems, one a field, in the order of the fields; the last one counts those left."""
    items = error.errors(include_url=False)
    found = tuple(map(_describe, items[:_SHOWN_PROBLEMS]))
    left = len(items) - len(found)
    return (*found, Problem("", "", f"there are {left:,} more problems; correct these first")) if left else found


def find_problems(data: LabelledData, network: NetworkSpec, training: TrainingSpec) -> tuple[Problem, ...]:
    """Everything that keeps these parts of a spec from being trained here and now."""
    return (
        *data.find_problems(),
        *find_conflicts(data, network, training),
        *_given_problems(data, network, "file", ""),
    )


def find_conflicts(data: LabelledData, network: NetworkSpec, training: TrainingSpec) -> tuple[Problem, ...]:
    """Every rule that spans fields and that these parts of a spec break; none about data that cannot be read."""
    about_data = () if data.find_problems() else (*_batch_problems(data, training), *_loss_problems(data, training))
    about_data += _output_problems(data, network, training)
    about_data += _penalty_problems(training)
    about_network = (*_sequence_problems(data, network), *_initializer_problems(network))
    return (*about_data, *about_network, *_given_problems(data, network, "typed"))


def _sequence_problems(data: LabelledData, network: NetworkSpec) -> tuple[Problem, ...]:
    if network.recurrent is not None and network.input_normalization != "none":
        message = "is not for sequences that a recurrent layer reads; take none"
        return (Problem("network.input_normalization", network.input_normalization, message),)
    if network.recurrent is None or isinstance(data, SequenceData):
        return ()
    message = "reads sequences, and the data set has none; take none here, or adding or delayed_recall as data"
    return (Problem("network.recurrence", network.recurrent.kind, message),)


def _loss_problems(data: LabelledData, training: TrainingSpec) -> tuple[Problem, ...]:
    if data.classes > 1 or training.loss == "mean_squared_error":
        return ()
    message = "needs classes, and the data set has numbers; take mean_squared_error"
    return (Problem("training.loss", training.loss, message),)


def _output_problems(data: LabelledData, network: NetworkSpec, training: TrainingSpec) -> tuple[Problem, ...]:
    own = network.squash
    if own is None or training.loss == "mean_squared_error" or (own.kind == "softmax" and data.classes == 2):
        return ()
    message = "comes before a cross-entropy that has its sigmoid or softmax in it; take none here, or the loss"
    return (Problem("network.output_function", own.kind, f"{message} mean_squared_error"),)


def _penalty_problems(training: TrainingSpec) -> tuple[Problem, ...]:
    if not (isinstance(training.penalty, WeightDecay) and isinstance(training.optimizer, AdamW)):
        return ()
    message = "is what adamw does itself; set training.optimizer.decay and take none here"
    return (Problem("training.penalty", training.penalty.kind, message),)


def _batch_problems(data: LabelledData, training: TrainingSpec) -> tuple[Problem, ...]:
    points, batch = data.train_points, training.batch_size
    if batch <= points:
        return ()
    message = f"is more than the {points} training points; take {points} or fewer, or more points"
    return (Problem("training.batch_size", str(batch), message),)


def _initializer_problems(network: NetworkSpec) -> tuple[Problem, ...]:
    chosen = {
        "network.initializer": network.initializer,
        "network.output_initializer": network.output_initializer,
    }
    chosen |= {f"network.hidden.{i}.initializer": layer.initializer for i, layer in enumerate(network.hidden)}
    return tuple(
        Problem(f"{field}.low", f"{choice.low:g}", f"is not below high = {choice.high:g}; exchange them")
        for field, choice in chosen.items()
        if isinstance(choice, Uniform) and not choice.low < choice.high
    )


def _given_problems(data: LabelledData, network: NetworkSpec, *sources: str) -> tuple[Problem, ...]:
    """What is wrong with given weights: with those that are typed, come from a file or are not there yet."""
    if network.recurrent is not None:
        is_given = any(isinstance(each, Given) for each in (network.initializer, network.recurrent.initializer))
        message = "is for dense layers; draw the weights of recurrent ones, and give those of each dense layer"
        return (Problem("network.initializer", "given", message),) if is_given and "typed" in sources else ()
    if data.find_problems():
        return ()
    widths = network.widths(data.inputs, data.outputs)
    layers = (*network.resolved(data.inputs), network.resolved_output(data.outputs))
    found = []
    for number, (layer, fan_in) in enumerate(zip(layers, widths, strict=False)):
        choice = layer.initializer
        if (
            isinstance(choice, Given)
            and choice.source in sources
            and (why := choice.find_problem(fan_in, layer.units))
        ):
            field = "file" if choice.source == "file" else "weights"
            found.append(Problem(f"{_initializer_field(network, number)}.{field}", "given", why))
    return tuple(found)


def _initializer_field(network: NetworkSpec, number: int) -> str:
    """Path of the initialiser that a dense layer has, 0 the first."""
    if number < len(network.hidden):
        return f"network.hidden.{number}.initializer" if network.hidden[number].initializer else "network.initializer"
    return "network.output_initializer" if network.output_initializer else "network.initializer"


def _describe(item: Any) -> Problem:
    kind, context = item["type"], item.get("ctx", {})
    field = _field_path(item["loc"])
    if kind == "json_invalid":
        return Problem("", "", f"this is no JSON ({context['error']}); write it as in vgdesk lessons --json")
    if kind == "missing":
        return Problem(field, "", "is missing; add it")
    if kind == "extra_forbidden":
        return Problem(field, _shorten(item["input"]), _explain_unknown_field(item["loc"]))
    if kind == "union_tag_invalid":
        meant = suggest_kind(context["tag"], context["expected_tags"])
        return Problem(
            field, _shorten(item["input"]), f"is no known kind{meant or ';'} take one of {context['expected_tags']}"
        )
    if kind == "union_tag_not_found":
        return Problem(field, _shorten(item["input"]), 'has no "kind"; add it as in vgdesk lessons --json')
    message = (
        item["msg"]
        .removeprefix("Value error, ")
        .replace("Input should be", "should be")
        .replace("Input should", "should")
    )
    return Problem(field, _shorten(item["input"]), message)


def _explain_unknown_field(location: tuple[int | str, ...]) -> str:
    meant = suggest_field(str(location[-1]), location[:-1])
    return f"is not a field here{meant or ';'} remove it or correct its name"


def _field_path(location: tuple[int | str, ...]) -> str:
    """Dotted path without the tag that pydantic puts in behind the field of a choice."""
    choices = _choice_fields()
    kept = [str(part) for before, part in zip((None, *location), location, strict=False) if before not in choices]
    path = "".join(letter if letter.isprintable() else "?" for letter in ".".join(kept))
    return path if len(path) <= _LONGEST_PATH else path[: _LONGEST_PATH - 1] + "…"


@cache
def _choice_fields() -> frozenset[str]:
    """Names of all fields of specs that hold a building block."""
    specs = list_specs(Spec)
    return frozenset(
        name for spec in specs for name, info in spec.model_fields.items() if find_choices(info.annotation)
    )


def _shorten(value: Any) -> str:
    if isinstance(value, dict) and "kind" in value:
        value = value["kind"]
    text = json.dumps(value, default=str)
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"
