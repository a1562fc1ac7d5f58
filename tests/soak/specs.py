"""Specs of any kind, right and wrong; the accepted ones take one step."""

import json
import random
from typing import Any

from tests.soak.changes import change_tree
from tests.training.examples import small_spec
from vgdesk.errors import SpecError
from vgdesk.events import RoundEnded, RunEnded, RunStarted, Sampled
from vgdesk.experiment.choices import Choice, find_choices, kind_of
from vgdesk.experiment.limits import Room, find_excess
from vgdesk.experiment.spec import ExperimentSpec, check_spec, parse_spec
from vgdesk.lessons.catalog import find_lesson, list_headings
from vgdesk.training.control import TrainControl
from vgdesk.training.loop import train

_ROOM = Room(300_000_000, 300_000_000)
_LARGEST = 20_000  # points and parameters: a step of more takes long, and shows nothing else


def train_drawn_spec(draw: random.Random) -> str:
    """Draw a spec and train it for one step."""
    spec = parse_spec(json.dumps(_draw_tree(draw)))
    check_spec(spec)
    excess = find_excess(spec, _ROOM)
    if excess:
        raise SpecError(excess)
    if spec.data.points * max(spec.data.inputs, 1) > 100 * _LARGEST:
        return "too large to try"
    return take_step(spec)


def take_step(spec: ExperimentSpec) -> str:
    """Train a spec for one step; what its events say has to be whole."""
    control, kinds = TrainControl(stepping=True), []
    for event in train([spec], control, ["run"]):
        kinds.append(type(event))
        if isinstance(event, RoundEnded):
            control.stop = True
    assert kinds[0] is RunStarted
    assert RunEnded in kinds
    assert Sampled in kinds or spec.total_steps == 0, kinds
    return "trained"


def _draw_tree(draw: random.Random) -> Any:
    """A lesson's or a small spec with some choices redrawn, and in half of the cases broken somewhere."""
    lesson = draw.choice(list_headings()).id if draw.random() < 0.3 else None
    base = find_lesson(lesson).spec if lesson else small_spec()
    tree = json.loads(base.to_json())
    for _ in range(draw.randrange(4)):
        _redraw(tree, ExperimentSpec, draw)
    for _ in range(draw.choice((0, 0, 1, 1, 2, 5))):
        tree = change_tree(tree, draw)
    return tree


def _redraw(tree: dict[str, Any], spec: type, draw: random.Random) -> None:
    """Put another kind, with its defaults, in one place of a tree."""
    fields = [name for name in spec.model_fields if find_choices(spec.model_fields[name].annotation)]
    parts = [name for name, info in spec.model_fields.items() if _is_part(info.annotation)]
    if parts and (not fields or draw.random() < 0.7):
        name = draw.choice(parts)
        _redraw(tree.setdefault(name, {}), spec.model_fields[name].annotation, draw)
    elif fields:
        name = draw.choice(fields)
        choices = find_choices(spec.model_fields[name].annotation)
        tree[name] = {"kind": kind_of(draw.choice(choices))}


def _is_part(annotation: Any) -> bool:
    return isinstance(annotation, type) and hasattr(annotation, "model_fields") and not issubclass(annotation, Choice)
