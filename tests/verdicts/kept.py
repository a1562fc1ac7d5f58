"""Runs of a grid that are kept in a folder, so that they are trained once and judged many times."""

from pathlib import Path

from vgdesk.analysis.forward import read_spec
from vgdesk.checking.networks import train_in_memory
from vgdesk.events import RoundEnded, RunStarted
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.runs.history import History
from vgdesk.runs.reader import read_run
from vgdesk.runs.writer import RunWriter
from vgdesk.training.loop import train


def run_of(spec: ExperimentSpec, folder: Path | None = None) -> History:
    """The run of a spec: the one kept in a folder, else a new one, which is kept there if there is a folder."""
    if folder is None:
        return train_in_memory(spec)
    path = folder / f"{spec.name}.vgrun"
    if path.exists():
        history = read_run(path)
        if history.ended is not None and read_spec(history) == spec:
            return history
        path.unlink()
    _record(spec, path)
    return read_run(path)


def _record(spec: ExperimentSpec, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    started, *events = train([spec])
    assert isinstance(started, RunStarted)
    with RunWriter(path, spec.name) as writer:
        for event in (started, *events):
            if not isinstance(event, RoundEnded):
                writer.write(event)
