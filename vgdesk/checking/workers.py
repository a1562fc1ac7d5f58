"""Processes that train networks side by side and answer with what was read off them."""

import multiprocessing
import signal
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, TypeAlias, TypeVar, cast

from vgdesk.checking.networks import Answer, Reading, read_network
from vgdesk.errors import EngineError
from vgdesk.experiment.spec import ExperimentSpec, parse_spec
from vgdesk.training.process import describe_failure, prepare_process

T = TypeVar("T")
Questions: TypeAlias = Mapping[ExperimentSpec, set[Reading]]
Read: TypeAlias = Callable[[ExperimentSpec], T]
"""Trains the network of a spec and reads it; a function that a process can be sent."""

_SIGN_SECONDS = 0.1
_EXIT_SECONDS = 5


@dataclass(frozen=True)
class _Failure:
    """Why there is no answer."""

    message: str


def answer_all(questions: Questions, jobs: int) -> Generator[tuple[ExperimentSpec, Answer] | None, None, None]:
    """Train networks and read figures off them, as ``read_all``.

    Args:
        questions: what is read off each network.
        jobs: processes; they end with this iterator.
    """
    return read_all({spec: partial(read_network, readings=wanted) for spec, wanted in questions.items()}, jobs)


def read_all(
    reads: Mapping[ExperimentSpec, Read[T]], jobs: int
) -> Generator[tuple[ExperimentSpec, T] | None, None, None]:
    """Train networks and read them.

    Args:
        reads: what trains and reads the network of each spec.
        jobs: processes; they end with this iterator.

    Yields:
        Each network's answer when it comes, and None whenever a tenth of a second went by without any.

    Raises:
        EngineError: a training failed, or its process died.
    """
    left = list(reads)[::-1]
    with ExitStack() as processes:
        idle = [processes.enter_context(_start_worker()) for _ in range(min(jobs, len(left)))]
        busy: dict[Connection, ExperimentSpec] = {}
        while busy or left:
            while idle and left:
                connection, spec = idle.pop(), left.pop()
                connection.send((spec.to_json(), reads[spec]))
                busy[connection] = spec
            ready = cast(list[Connection], wait(list(busy), _SIGN_SECONDS))
            for connection in ready:
                spec = busy.pop(connection)
                idle.append(connection)
                yield spec, _receive(connection, spec)
            if not ready:
                yield None


def _receive(connection: Connection, spec: ExperimentSpec) -> Any:
    try:
        answer = connection.recv()
    except (EOFError, ConnectionResetError):
        answer = _Failure("its process died; close other programs that need memory and try again")
    if isinstance(answer, _Failure):
        raise EngineError(f"{spec.name}, seed {spec.seed}: {answer.message}")
    return answer


@contextmanager
def _start_worker() -> Iterator[Connection]:
    """One process; it is killed at the end, whatever it does."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    try:
        with interrupts_held_back():
            process.start()
        theirs.close()  # else the death of the process would never be noticed
        yield ours
    finally:
        ours.close()
        end_process(process)


def end_process(process: SpawnProcess) -> None:
    """Kill a process and wait until it is gone; one that never started is closed."""
    if process.pid is not None:
        process.kill()
        process.join(_EXIT_SECONDS)
    process.close()


@contextmanager
def interrupts_held_back() -> Iterator[None]:
    """A process started here never sees a Ctrl+C, which a terminal sends to all; the starter sees it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # its start lets interrupts through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: Connection) -> None:
    """Answer until the other end of the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare_process()
    import vgdesk.training.loop  # noqa: PLC0415, F401 - opens the torch room now, not within the first training

    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            spec_json, read = connection.recv()
            connection.send(_answer(spec_json, read))


def _answer(spec_json: str, read: Read[T]) -> T | _Failure:
    try:
        return read(parse_spec(spec_json))
    except Exception as error:  # noqa: BLE001 - the worker's run: the caller gets the message
        return _Failure(describe_failure(error))
