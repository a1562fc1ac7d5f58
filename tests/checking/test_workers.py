import signal
import sys
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from tests.session.examples import ENDLESS, small_spec
from vgdesk.checking.networks import make_reading, read_network
from vgdesk.checking.workers import answer_all
from vgdesk.errors import EngineError

LOSS = make_reading("loss", {})


def questions(*specs):
    return {spec: {LOSS} for spec in specs}


def workers() -> list[psutil.Process]:
    """Processes that train for this one."""
    return [child for child in psutil.Process().children() if is_worker(child)]


def is_worker(child: psutil.Process) -> bool:
    try:
        return child.status() != psutil.STATUS_ZOMBIE and "spawn_main" in " ".join(child.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False


def test_many_processes_answer_as_one_would():
    specs = [small_spec(seed=seed) for seed in range(3)]
    with closing(answer_all(questions(*specs), jobs=2)) as news:
        answers = dict(filter(None, news))
    assert {spec: answer.figures for spec, answer in answers.items()} == {
        spec: read_network(spec, [LOSS]).figures for spec in specs
    }
    assert not workers()


def test_no_more_processes_are_started_than_there_are_networks():
    with closing(answer_all(questions(small_spec(epochs=ENDLESS)), jobs=3)) as news:
        assert next(news) is None
        assert len(workers()) == 1
    assert not workers()


def test_without_questions_there_are_no_answers_and_no_processes():
    assert list(answer_all({}, jobs=2)) == []


def test_processes_end_in_the_middle_of_a_training():
    with closing(answer_all(questions(small_spec(epochs=ENDLESS)), jobs=1)) as news:
        assert next(news) is None
        (worker,) = workers()
    assert not worker.is_running()


def test_a_process_that_dies_is_told():
    with closing(answer_all(questions(small_spec("big", epochs=ENDLESS)), jobs=1)) as news:
        next(news)
        workers()[0].kill()
        with pytest.raises(EngineError, match=r"^big, seed 7: its process died; close other programs"):
            list(news)


def test_what_cannot_be_read_is_told():
    spec = small_spec("short", epochs=1)
    reading = make_reading("dead_layer", {"epoch": 9})
    with (
        closing(answer_all({spec: {reading}}, jobs=1)) as news,
        pytest.raises(EngineError, match=r"^short, seed 7: the training failed: ValueError: no sample at epoch 9"),
    ):
        list(news)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_ctrl_c_of_the_terminal_does_not_reach_the_processes():
    with closing(answer_all(questions(small_spec(epochs=ENDLESS)), jobs=1)) as news:
        next(news)
        (worker,) = workers()
        fields = dict(line.split(":\t") for line in Path(f"/proc/{worker.pid}/status").read_text().splitlines())
        deaf = int(fields["SigBlk"], 16) | int(fields["SigIgn"], 16)
        assert deaf & 1 << (signal.SIGINT - 1)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
