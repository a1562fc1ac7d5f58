from tests.export.test_numbers import watched_history
from tests.export.views import frames, recorded_view, view_of
from tests.runs.examples import example_history
from vgdesk import __version__
from vgdesk.events import RunStarted
from vgdesk.experiment.spec import change_spec
from vgdesk.export.caption import describe_run, find_lesson_title, write_caption
from vgdesk.lessons.catalog import find_lesson
from vgdesk.runs.history import History


def test_a_caption_says_what_is_shown_of_which_runs_by_which_version():
    view = recorded_view()
    first, *lanes = write_caption(frames(view, "loss"), view.lanes)
    assert first == f"Loss · vgdesk {__version__}"
    assert [lane.partition(": ")[0] for lane in lanes] == ["sigmoid", "relu"]
    assert lanes[1].endswith("4, 3 relu · glorot uniform · Adam 0.001 · batch 16 · seed 7")


def test_many_pictures_and_many_lanes_are_counted():
    view = view_of(*[example_history(3, run=str(run)) for run in range(9)])
    first, *lanes = write_caption(frames(view, "dashboard", "gradient", "weight"), view.lanes)
    assert first.startswith("6 pictures · ")
    assert lanes[-1] == "and 3 more"


def test_a_lesson_is_known_by_its_spec_whatever_seed_and_length():
    lesson = find_lesson("circles-4h-sigmoid")
    trained = change_spec(lesson.spec, {"seed": 99, "name": "mine", "training.epochs": 7})
    started = RunStarted("run", trained.to_json(), example_history(1).layout, 1, 1, 1, 0.0)
    assert find_lesson_title(History(started)) == lesson.title
    assert find_lesson_title(recorded_view().lanes[0].run) == ""


def test_a_spec_that_this_version_does_not_know_is_said():
    history = History(RunStarted("run", '{"version": 99}', example_history(1).layout, 1, 1, 1, 0.0))
    assert describe_run(history) == "spec of another version"


def test_a_watched_network_is_told_by_its_class():
    assert describe_run(watched_history()) == "Net · Adam · 3 rows · 81 parameters · watched"
