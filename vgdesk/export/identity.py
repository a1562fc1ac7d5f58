"""What runs are called in files."""

import json
from collections.abc import Sequence
from typing import Any

from vgdesk.runs.history import History


def read_tree(history: History) -> dict[str, Any]:
    """The spec of a run as it was written, in a version of its own; empty where there is none."""
    try:
        tree = json.loads(history.started.spec_json or "{}")
    except ValueError:
        return {}
    return tree if isinstance(tree, dict) else {}


def name_seed(history: History) -> str:
    """The spec's seed; empty in a spec without any."""
    seed = read_tree(history).get("seed")
    return "" if seed is None else str(seed)


def name_runs(histories: Sequence[History]) -> list[str]:
    """A name for each run, no two alike: its lane's, or else its id."""
    names: list[str] = []
    for history in histories:
        name = wanted = history.lane or history.run
        number = 1
        while name in names:
            number += 1
            name = f"{wanted} {number}"
        names.append(name)
    return names


def name_layers(history: History, tensor: str) -> list[str]:
    """The rows of a tensor, numbered from 1 at the input: ``1 input``, ``3 blocks.0.mlp``."""
    rows = list(enumerate(history.layout.rows(tensor), 1))
    are_numbered = all(row.name.split(" ")[0] == str(number) for number, row in rows)
    return [row.name if are_numbered else f"{number} {row.name}" for number, row in rows]
