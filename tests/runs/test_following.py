import pytest

from tests.runs.examples import assert_same_run, example_history, example_samples, example_started, record
from vgdesk.errors import RunFileError
from vgdesk.events import Progressed, RunEnded, Scored
from vgdesk.runs import writer as writer_module
from vgdesk.runs.following import Follower
from vgdesk.runs.history import History
from vgdesk.runs.reader import read_run
from vgdesk.runs.writer import RunWriter


def events_of(history):
    """The events of an example run, a few samples each."""
    for first in range(0, history.sample_count, 3):
        last = min(first + 3, history.sample_count)
        yield example_samples(history.started, last - first, first=first)
        step = int(history.steps[last - 1])
        yield Scored(history.run, step, 0.5, 0.25)
        yield Progressed(history.run, step + 1)


def test_what_is_followed_is_what_is_read_at_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(writer_module, "_COMMIT_SECONDS", 0.0)
    path, whole = tmp_path / "run.vgrun", example_history(200)
    with RunWriter(path) as writer:
        writer.write(whole.started)
        events = list(events_of(whole))
        for event in events[:50]:
            writer.write(event)
        history = read_run(path)
        follower = Follower(path, history)
        given = 0
        for number, event in enumerate(events[50:]):
            writer.write(event)
            if number % 7 == 0:
                news = follower.poll()
                given += len(news)
                for each in news:
                    history.append(each)
        assert not follower.is_over
        writer.write(RunEnded(whole.run, "finished"))
        for each in follower.poll():
            history.append(each)
    assert given
    assert follower.is_over
    assert follower.poll() == []
    assert_same_run(history, read_run(path))


def test_nothing_is_read_twice(tmp_path):
    path = tmp_path / "run.vgrun"
    with RunWriter(path) as writer:
        started = example_started()
        writer.write(started)
        writer.write(example_samples(started, 5))
        writer.commit()
        follower = Follower(path, read_run(path))
        assert follower.poll() == []
        writer.write(example_samples(started, 1, first=5))
        writer.commit()
        (sampled, *_) = follower.poll()
        assert len(sampled.steps) == 1
        assert follower.poll() == []


def test_a_file_that_is_another_run_now_is_told(tmp_path):
    path = tmp_path / "run.vgrun"
    with RunWriter(path) as writer:
        writer.write(example_started())
        writer.commit()
        history = read_run(path)
    follower = Follower(path, history)
    path.unlink()
    with pytest.raises(RunFileError):
        follower.poll()
    other = example_history(3)
    record(other, path)
    follower.run = "another"
    with pytest.raises(RunFileError, match="holds another run now; open it anew"):
        follower.poll()


def test_a_run_that_has_ended_is_over(tmp_path):
    record(example_history(3), tmp_path / "run.vgrun")
    assert Follower(tmp_path / "run.vgrun", read_run(tmp_path / "run.vgrun")).is_over
    assert isinstance(read_run(tmp_path / "run.vgrun"), History)
