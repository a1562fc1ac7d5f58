"""Trains the networks of a sweep on the cores of this machine, or on those of a cluster.

The work is handed out by dask.distributed: specs go out as JSON, rows come back. A worker that dies is replaced and
its networks are trained elsewhere; a network that has killed three workers gets a row that says so.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from time import monotonic
from typing import Any, TypeAlias

from vgdesk import __version__
from vgdesk.errors import EngineError, VgdeskError
from vgdesk.sweeps.cluster import Cluster, open_cluster
from vgdesk.sweeps.folder import SweepFolder, make_row
from vgdesk.sweeps.plan import PlannedNetwork
from vgdesk.sweeps.rows import Figures, Row, train_rows

Future: TypeAlias = Any  # dask is not typed
Client: TypeAlias = Any

_TASK_SECONDS = 1.5  # of work, so that handing it out costs little beside it
_TASKS_AHEAD = 3  # a worker, so that none waits for the next
_MOST_A_TASK = 256
_SIGN_SECONDS = 0.2
_KEEP_SECONDS = 2.0


@dataclass(frozen=True)
class SweepProgress:
    """How far a sweep is.

    Attributes:
        done: networks with a row, those of earlier starts among them.
        total: networks of the plan.
        failed: of the rows of this start, those without figures.
        seconds: since this start.
        left: seconds until the end, by the pace so far; NaN before it is known.
    """

    done: int
    total: int
    failed: int
    seconds: float
    left: float


def run_sweep(folder: SweepFolder, cluster: Cluster) -> Generator[SweepProgress, None, None]:
    """Train what a sweep still misses and keep the rows.

    Closing the iterator, or an interrupt, stops the work; what came back until then is kept.

    Args:
        folder: of the sweep.
        cluster: where it is trained.

    Yields:
        Progress, five times a second at least.

    Raises:
        VgdeskError: the cluster cannot be reached, has another vgdesk, or the rows cannot be written.
    """
    wanted = folder.missing()
    work = _Work(folder, wanted)
    yield work.progress()
    if not wanted:
        return
    with open_cluster(cluster) as client:
        _check_versions(client)
        with work.kept():
            yield from _hand_out(client, work)


class _Work:
    """What is to be trained, what came back, and when it is written."""

    def __init__(self, folder: SweepFolder, wanted: Sequence[PlannedNetwork]):
        self._folder = folder
        self._left = list(wanted)[::-1]
        self._total = folder.plan.size
        self._before = self._total - len(wanted)
        self._rows: list[Row] = []
        self._done = self._failed = 0
        self._pace = _TASK_SECONDS  # seconds a network, on its worker
        self._began = self._kept = monotonic()
        self._alone: list[PlannedNetwork] = []

    @property
    def is_left(self) -> bool:
        return bool(self._left or self._alone)

    def next_task(self) -> list[PlannedNetwork]:
        """Networks for about a second and a half; one alone while the pace is unknown, or where workers died."""
        if self._alone:
            return [self._alone.pop()]
        count = min(_MOST_A_TASK, max(1, int(_TASK_SECONDS / max(self._pace, 1e-6))))
        task, self._left = self._left[-count:][::-1], self._left[:-count]
        return task

    def take(self, task: Sequence[PlannedNetwork], rows: Sequence[Row]) -> None:
        """Note what came back; write it now and then."""
        self._rows += [make_row(network, row) for network, row in zip(task, rows, strict=True)]
        self._done += len(rows)
        self._failed += sum(bool(row["failure"]) for row in rows)
        seconds = [row["seconds"] for row in rows if not row["failure"]]
        if seconds:
            self._pace = sum(seconds) / len(seconds)
        if monotonic() - self._kept > _KEEP_SECONDS:
            self._keep()

    def lose(self, task: Sequence[PlannedNetwork], reason: str) -> None:
        """Note that the workers died of a task: its networks are tried one by one, and one alone is given up."""
        if len(task) > 1:
            self._alone += task
        else:
            self.take(task, [asdict(Figures(failure=reason))])

    def progress(self) -> SweepProgress:
        seconds = monotonic() - self._began
        missing = self._total - self._before - self._done
        left = seconds / self._done * missing if self._done else float("nan")
        return SweepProgress(self._before + self._done, self._total, self._failed, seconds, left)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Whatever happens inside, the rows that came back are written."""
        try:
            yield
        finally:
            self._keep()
            self._folder.join()

    def _keep(self) -> None:
        rows, self._rows = self._rows, []
        self._folder.add(rows)
        self._kept = monotonic()


def _hand_out(client: Client, work: _Work) -> Iterator[SweepProgress]:
    from distributed import wait  # noqa: PLC0415

    ahead = _TASKS_AHEAD * max(1, len(client.scheduler_info()["workers"]))
    running: dict[Future, list[PlannedNetwork]] = {}
    try:
        while running or work.is_left:
            while work.is_left and len(running) < ahead:
                task = work.next_task()
                running[_submit(client, task)] = task
            _wait(wait, running)
            for future in [future for future in running if future.done()]:
                _receive(work, running.pop(future), future)
            yield work.progress()
    finally:
        client.cancel(list(running))


def _submit(client: Client, task: Iterable[PlannedNetwork]) -> Future:
    return client.submit(train_rows, [network.spec.to_json() for network in task], pure=False)


def _wait(wait: Any, running: Iterable[Future]) -> None:
    try:
        wait(list(running), timeout=_SIGN_SECONDS, return_when="FIRST_COMPLETED")
    except TimeoutError:
        return


def _receive(work: _Work, task: list[PlannedNetwork], future: Future) -> None:
    from distributed.scheduler import KilledWorker  # noqa: PLC0415

    error = future.exception()
    if error is None:
        work.take(task, future.result())
    elif isinstance(error, KilledWorker):
        work.lose(task, "its worker died each of three times; it may need more memory")
    else:
        raise EngineError(f"a worker refused the work: {type(error).__name__}: {error}; start the sweep again")


def _check_versions(client: Client) -> None:
    """All workers must have this vgdesk, or their rows are of other networks."""
    found = client.run(worker_version)
    others = {worker: version for worker, version in found.items() if version != __version__}
    if others:
        worker, version = next(iter(others.items()))
        words = f"the worker {worker} has vgdesk {version or 'not at all'}, this is {__version__}"
        raise VgdeskError(f"{words} ({len(others)} of {len(found)} workers differ); install the same everywhere")


def worker_version() -> str:
    """The version of vgdesk where it is asked."""
    return __version__
