"""The command that goes on with a run that was cut off, or trains one that has ended for longer."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vgdesk.cli.console import complain, has_terminal
from vgdesk.cli.data_dir import add_data_dir
from vgdesk.cli.recording import record_training
from vgdesk.cli.train import TrainReport, print_progress

if TYPE_CHECKING:
    from vgdesk.experiment.spec import ExperimentSpec
    from vgdesk.runs.states import KeptState


def add_parser(commands: Any) -> None:
    """Add the command with its options."""
    words = "go on with a run that was cut off or stopped, in the same file, as if nothing had happened"
    parser = commands.add_parser("continue", help=words)
    parser.add_argument("path", type=Path, metavar="RUN.vgrun", help="the run")
    parser.add_argument(
        "--more", type=int, default=0, metavar="N", help="epochs beyond those planned, also of a run that has ended"
    )
    add_data_dir(parser)
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object")
    parser.set_defaults(act=go_on)


def go_on(options: argparse.Namespace) -> int:
    """Train a run on to its end from the state that its file keeps."""
    from vgdesk.runs.states import need_state

    kept = need_state(options.path)
    spec = _wanted_spec(kept, options.more)
    report = TrainReport(spec.name, spec, print_progress if has_terminal() else None)
    path = _writable_copy(options.path)
    recording = record_training(spec, path, report.take, kept.state.run)
    return report.tell(recording, as_json=options.json)


def _wanted_spec(kept: "KeptState", more: int) -> "ExperimentSpec":
    """The spec of a run with so many epochs more; refused where nothing is left to train."""
    from vgdesk.errors import VgdeskError
    from vgdesk.experiment.longer import plan_more
    from vgdesk.experiment.spec import parse_spec

    spec = parse_spec(kept.metadata.started.spec_json)
    if more < 0:
        raise VgdeskError(f"--more {more}: ask for 1 epoch at least")
    longer = plan_more(spec, more)
    if kept.state.step >= longer.total_steps:
        raise VgdeskError(f"the run has come to its end, epoch {spec.training.epochs}; --more N trains N epochs more")
    return longer


def _writable_copy(path: Path) -> Path:
    """The file itself, or, where nothing can be written to it, a copy in the folder of runs, which is said."""
    from vgdesk import paths
    from vgdesk.runs.continuing import is_writable
    from vgdesk.runs.library import copy_run, new_run_path

    if is_writable(path):
        return path
    copy = new_run_path(paths.runs_folder(), path.stem)
    copy_run(path, copy)
    complain(f"{path} cannot be written; the run goes on in {copy}")
    return copy
