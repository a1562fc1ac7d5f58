from tests.runs.examples import example_histograms, example_history, example_samples
from vgdesk.events import Logged
from vgdesk.export.formats import format_named
from vgdesk.session.exporting import Exporting


def test_a_run_is_written_as_it_was_when_it_was_asked_for(qapp, until, tmp_path):
    history = example_history(5)
    history.append(Logged(history.run, 1, "lr", 0.5))
    done, job = [], Exporting()
    job.done.connect(done.append)
    job.start([history], tmp_path / "a.csv", format_named("csv"))
    for _ in range(20):
        history.append(example_samples(history.started, 50, first=history.sample_count))
        history.append(example_histograms(history.started, 50, first=len(history.histograms)))
    history.append(Logged(history.run, 2, "lr", 0.25))
    until(lambda: not job.is_running)
    ((path, size),) = done
    rows = path.read_text().splitlines()
    assert size == path.stat().st_size
    assert len({row.split(",")[3] for row in rows[1:]}) == 6  # five samples, and the told number between them
    assert sum(",scalar,lr," in row for row in rows) == 1
    job.close()
