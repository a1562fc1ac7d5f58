"""The command that trains a grid of networks and keeps a row of figures for each."""

import argparse
import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vgdesk.cli.asked import add_asked, find_asked
from vgdesk.cli.console import INTERRUPTED, clear_progress, complain, has_terminal, say, show_progress
from vgdesk.cli.data_dir import add_data_dir
from vgdesk.errors import VgdeskError

if TYPE_CHECKING:
    from vgdesk.sweeps.cluster import Cluster
    from vgdesk.sweeps.folder import Columns, SweepFolder
    from vgdesk.sweeps.plan import Plan

_FAILED = 1

_GRID_HELP = (
    "what differs: FIELD=a,b,c or FIELD=START:STOP:COUNT[:log], such as network.activation=tanh,relu or "
    "depth=2:16:8; once for each axis"
)


def add_parser(commands: Any) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("sweep", help="train a grid of networks and keep a row of figures for each")
    add_asked(parser)
    parser.add_argument("--grid", action="append", default=[], metavar="FIELD=VALUES", help=_GRID_HELP)
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="networks at each place (default: 1)")
    parser.add_argument("--first-seed", type=int, default=0, metavar="N", help="seed of the first (default: 0)")
    parser.add_argument("--out", type=Path, metavar="NAME.vgsweep", help="folder; one with this plan is gone on with")
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="processes (default: one a core)")
    parser.add_argument("--scheduler", default="", metavar="tcp://HOST:PORT", help="dask scheduler of a cluster")
    for name, words in (("ca", "certificate of the scheduler"), ("cert", "own certificate"), ("key", "own key")):
        parser.add_argument(f"--tls-{name}", metavar="FILE", help=f"{words}, for tls:// schedulers")
    add_data_dir(parser)
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object")
    parser.set_defaults(act=run_and_say)


def run_and_say(options: argparse.Namespace) -> int:
    """Train what the sweep still misses.

    Returns:
        0, or 1 where networks have no figures, or 130 when interrupted; what was trained is kept.
    """
    from vgdesk import paths
    from vgdesk.sweeps.cluster import require_dask
    from vgdesk.sweeps.folder import SUFFIX, create_sweep

    require_dask()
    plan = _wanted_plan(options)
    folder = create_sweep(options.out or paths.runs_folder() / f"{plan.spec.name}-{plan.hash[:8]}{SUFFIX}", plan)
    cluster = _wanted_cluster(options)
    if cluster.warning:
        complain(cluster.warning)
    is_whole = _run(folder, cluster)
    rows = folder.read()
    say(_to_json(folder, rows) if options.json else _to_text(folder, rows))
    if not is_whole:
        return INTERRUPTED
    return _FAILED if any(rows["failure"]) else 0


def _wanted_plan(options: argparse.Namespace) -> "Plan":
    from vgdesk.sweeps.axes import parse_axis
    from vgdesk.sweeps.plan import make_plan

    if not options.grid:
        raise VgdeskError("--grid is missing: say what differs, such as --grid network.activation=tanh,relu")
    spec = find_asked(options.what, options.set)
    return make_plan(spec, tuple(map(parse_axis, options.grid)), options.seeds, options.first_seed)


def _wanted_cluster(options: argparse.Namespace) -> "Cluster":
    from vgdesk.sweeps.cluster import Cluster

    if options.jobs < 0:
        raise VgdeskError(f"--jobs {options.jobs}: take 1 or more, or leave it out for one a core")
    return Cluster(options.scheduler, options.jobs, options.tls_ca, options.tls_cert, options.tls_key)


def _run(folder: "SweepFolder", cluster: "Cluster") -> bool:
    """Whether it came to its end, and was not interrupted."""
    from vgdesk.sweeps.run import run_sweep

    watched = has_terminal()
    try:
        with closing(run_sweep(folder, cluster)) as news:
            for progress in news:
                if watched:
                    left = "" if progress.left != progress.left else f", {progress.left:.0f} s left"
                    words = f"network {progress.done}/{progress.total}{left:<16}"
                    show_progress(progress.done / progress.total, words)
    except KeyboardInterrupt:
        return False
    finally:
        if watched:
            clear_progress()
    return True


def _summary(folder: "SweepFolder", rows: "Columns") -> dict[str, int]:
    done = len(rows.get("key", ()))
    failed = int(sum(map(bool, rows["failure"]))) if done else 0
    green = int(rows["green"].sum()) if done else 0
    return {"networks": folder.plan.size, "done": done, "failed": failed, "green": green}


def _to_json(folder: "SweepFolder", rows: "Columns") -> str:
    return json.dumps({**_summary(folder, rows), "hash": folder.plan.hash, "sweep": str(folder.path)})


def _to_text(folder: "SweepFolder", rows: "Columns") -> str:
    found = _summary(folder, rows)
    words = f"{found['done']} of {found['networks']} networks, {found['green']} of them healthy"
    if found["failed"]:
        words += f"; {found['failed']} have no figures: see the column failure"
    again = "" if found["done"] == found["networks"] else "; the same command goes on"
    return f"{words}\nkept in {folder.path}{again}"
