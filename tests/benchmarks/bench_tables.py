"""X1: our CSV against the csv module, the same bytes out of the same history."""

import csv
import json
import tempfile
from pathlib import Path

from tests.benchmarks.row import Row, interleave
from tests.runs.examples import example_history
from vgdesk.export.blocks import BIN_NAMES
from vgdesk.export.formats import format_named
from vgdesk.export.numbers import write_numbers
from vgdesk.export.tables import HEADER
from vgdesk.measures import SCORES
from vgdesk.runs.history import History

_GOAL = 2.5


def measure() -> list[Row]:
    """X1: seconds of the csv module / ours."""
    history = example_history(samples=1000, layers=6)
    with tempfile.TemporaryDirectory() as folder:
        theirs, ours = Path(folder) / "theirs.csv", Path(folder) / "ours.csv"
        ratio = interleave(
            lambda: write_by_csv_module(history, theirs),
            lambda: write_numbers([history], ours, format_named("csv")),
            repeats=7,
        )
        if theirs.read_bytes() != ours.read_bytes():
            raise AssertionError("the two tables differ: the comparison means nothing")
        rows = ours.read_bytes().count(b"\n")
    return [Row("X1", f"csv module / our CSV, {rows:,} rows", ratio, f">= {_GOAL}", ratio >= _GOAL)]


def write_by_csv_module(history: History, path: Path) -> None:
    """What a reader of the csv module's manual would write."""
    seed = json.loads(history.started.spec_json)["seed"]
    scores = history.scores
    score_at = {step: number for number, step in enumerate(scores.step.tolist())}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER.strip().split(","))
        for sample, step in enumerate(history.steps.tolist()):
            head = (history.run, history.lane, seed, step, f"{history.epochs[sample]:.12g}")
            for channel, value in zip(history.layout.channels, history.values[sample].tolist(), strict=True):
                writer.writerow((*head, channel.layer, channel.tensor, channel.measure, f"{value:.9g}"))
            writer.writerow((*head, "", "score", "batch_loss", f"{history.batch_loss[sample]:.9g}"))
            for (tensor, layer), counts in zip(
                history.layout.histograms, history.histograms.counts[sample].tolist(), strict=True
            ):
                for name, count in zip(BIN_NAMES, counts, strict=True):
                    if count:
                        writer.writerow((*head, layer, tensor, name, count))
            if step in score_at:
                for key in SCORES:
                    value = getattr(scores, key)[score_at[step]]
                    writer.writerow((*head, "", "score", key, f"{value:.9g}"))


if __name__ == "__main__":
    print(measure())
