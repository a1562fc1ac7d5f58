from dataclasses import replace

from tests.library.examples import BEGAN, make_run
from tests.runs.examples import example_history, example_samples, example_started, record
from vgdesk.lessons.catalog import find_lesson
from vgdesk.library import facts as module
from vgdesk.library.facts import gather_facts
from vgdesk.runs.history import History
from vgdesk.runs.reader import read_run
from vgdesk.runs.writer import RunWriter


def test_what_is_listed_is_what_the_run_says(tmp_path):
    facts = gather_facts(make_run(tmp_path, 3, name="tanh", network__activation="tanh", seed=9))
    assert (facts.run, facts.lane, facts.started, facts.step) == ("race-3", "tanh", BEGAN + 180, 36)
    assert (facts.loss, facts.accuracy, facts.ended) == (0.25, 0.875, "finished")
    assert facts.about == "circles, 5 tanh"
    assert facts.picture.codes().shape == (3, 96)


def test_a_run_of_a_lesson_bears_its_title_whatever_its_seed_name_and_length(tmp_path):
    lesson = find_lesson("circles-4h-sigmoid")
    tree = lesson.spec.model_dump(mode="json", exclude_none=True)
    changes = {"data": tree["data"], "network": tree["network"], "training": tree["training"]}
    path = make_run(tmp_path, name="mine", seed=77, **changes, training__epochs=3)
    assert gather_facts(path).about == lesson.title


def test_histograms_and_weights_are_not_read(tmp_path, monkeypatch):
    kinds = set()
    append = History.append
    monkeypatch.setattr(History, "append", lambda self, event: kinds.add(type(event).__name__) or append(self, event))
    whole = example_history(10)
    record(whole, tmp_path / "run.vgrun")
    kinds.clear()
    gather_facts(tmp_path / "run.vgrun")
    assert {"Histogrammed", "SnapshotTaken"}.isdisjoint(kinds)
    read_run(tmp_path / "run.vgrun")
    assert {"Histogrammed", "SnapshotTaken"} <= kinds


def test_of_a_very_large_file_only_the_head_is_read(tmp_path, monkeypatch):
    path = make_run(tmp_path)
    monkeypatch.setattr(module, "_MOST_BYTES", 100)
    facts = gather_facts(path)
    assert facts.picture is None
    assert "too large" in facts.note
    assert facts.lane == "example"


def test_a_spec_of_another_version_leaves_the_rest(tmp_path):
    started = replace(example_started(), spec_json='{"version": 99}')
    with RunWriter(tmp_path / "run.vgrun", "odd") as writer:
        writer.write(started)
        writer.write(example_samples(started, 5))
    facts = gather_facts(tmp_path / "run.vgrun")
    assert (facts.lane, facts.spec, facts.about) == ("odd", "", "its specification cannot be read here")
    assert facts.picture is not None
