"""Run files for the library, made without any training."""

from dataclasses import replace
from pathlib import Path

from tests.runs.examples import example_samples, example_started
from vgdesk.events import RunEnded, Scored
from vgdesk.experiment.spec import ExperimentSpec, change_spec
from vgdesk.runs.writer import RunWriter

BEGAN = 1_700_000_000.0


def make_run(folder: Path, number: int = 0, *, ended: str = "finished", **changes: object) -> Path:
    """A run of so many minutes after the first; ``network__activation`` is a field of its spec."""
    spec = change_spec(ExperimentSpec(name="example"), {key.replace("__", "."): v for key, v in changes.items()})
    started = replace(
        example_started(f"race-{number}"), spec_json=spec.to_json(), started=BEGAN + 60 * number, total_steps=40
    )
    path = folder / f"run-{number}.vgrun"
    folder.mkdir(parents=True, exist_ok=True)
    with RunWriter(path, spec.name) as writer:
        writer.write(started)
        writer.write(example_samples(started, 10))
        writer.write(Scored(started.run, 36, 0.25, 0.875))
        if ended:
            writer.write(RunEnded(started.run, ended))
    return path
