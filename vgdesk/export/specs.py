"""The specs of runs as JSON, to be trained again."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from vgdesk.export.identity import read_tree
from vgdesk.export.numbers import Advance
from vgdesk.runs.history import History


def fill(histories: Sequence[History], draft: Path, advance: Advance) -> None:
    """Write the spec of a run, as ``vgdesk train`` takes it, or a list with those of several.

    A run of a program of one's own has none: it gives ``watched``, what was watched, in its place.
    """
    trees = [spec_tree(history) for history in histories]
    text = json.dumps(trees[0] if len(trees) == 1 else trees, indent=2, ensure_ascii=False)
    draft.write_text(f"{text}\n", encoding="utf-8", newline="")
    advance(len(histories))


def spec_tree(history: History) -> dict[str, Any]:
    """The spec of a run, or what was watched."""
    watched = history.started.watched
    if watched is None:
        return read_tree(history)
    layers = [{"name": layer.name, "units": layer.units} for layer in history.layout.layers]
    return {"watched": {**asdict(watched), "layers": layers, "parameters": history.started.parameters}}
