from tests.runs.examples import example_samples, example_started
from vgdesk.events import RunEnded
from vgdesk.runs.writer import RunWriter
from vgdesk.session.session import Session


def test_an_opened_run_grows_with_its_file_until_it_ends(qtbot, tmp_path):
    session = Session()
    path, started = tmp_path / "run.vgrun", example_started()
    with RunWriter(path) as writer:
        writer.write(started)
        writer.write(example_samples(started, 2))
        writer.commit()
        with qtbot.waitSignal(session.runs_opened):
            session.open_runs([path])
        history = session.selected.history
        assert history.sample_count == 2
        writer.write(example_samples(started, 3, first=2))
        writer.commit()
        qtbot.waitUntil(lambda: history.sample_count == 5)
        writer.write(RunEnded(started.run, "finished"))
        writer.commit()
        qtbot.waitUntil(lambda: history.ended is not None)
        qtbot.waitUntil(lambda: not session.following.is_following)
    session.close()


def test_a_run_that_vanishes_is_told_and_kept(qtbot, tmp_path):
    session = Session()
    path, started = tmp_path / "run.vgrun", example_started()
    with RunWriter(path) as writer:
        writer.write(started)
        writer.write(example_samples(started, 2))
        writer.commit()
        with qtbot.waitSignal(session.runs_opened):
            session.open_runs([path])
        with qtbot.waitSignal(session.message, check_params_cb=lambda text, bad: bad and "run.vgrun" in text):
            path.unlink()
        assert session.selected.history.sample_count == 2
    session.close()


def test_new_lanes_end_the_following(qtbot, tmp_path):
    session = Session()
    path, started = tmp_path / "run.vgrun", example_started()
    with RunWriter(path) as writer:
        writer.write(started)
        writer.commit()
        with qtbot.waitSignal(session.runs_opened):
            session.open_runs([path])
        assert session.following.is_following
        session.load([session.selected.spec])
        assert not session.following.is_following
    session.close()
