"""R2w, R4w: a training of one's own that is recorded, against the same without, to the closed file."""

import tempfile
from itertools import count
from pathlib import Path

import torch

from tests.benchmarks.own_networks import MLP, RESNET, TRANSFORMER
from tests.benchmarks.row import Row, interleave

REPEATS = 5
PACES = {"R2w": 1, "R4w": 10, "R5w": "5%"}
GOALS = {
    MLP: {"R2w": 1.5, "R4w": 1.05, "R5w": 1.05},
    TRANSFORMER: {"R2w": 1.15, "R4w": 1.05, "R5w": 1.05},
    RESNET: {"R2w": 1.15, "R4w": 1.05, "R5w": 1.05},
}


def measure() -> list[Row]:
    """Everything of every step, of every tenth, and of as many as 5 % of the time allow."""
    torch.set_num_threads(1)
    rows, number = [], count()
    with tempfile.TemporaryDirectory() as folder:
        for program, goals in GOALS.items():
            for id, every in PACES.items():

                def record(program=program, every=every) -> None:
                    program.train(Path(folder) / f"{next(number)}.vgrun", every=every)

                ratio = interleave(record, program.train, REPEATS)
                what = f"recorded, every {every} / not recorded"
                goal = goals[id]
                rows.append(Row(f"{id} {program.name}", what, ratio, f"<= {goal:g}", ratio <= goal))
    return rows
