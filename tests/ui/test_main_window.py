import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.session.examples import small_spec
from vgdesk.engine import PauseRace, ResumeRace, StartRace, StepRace, StopRace
from vgdesk.experiment.spec import parse_spec
from vgdesk.lessons.catalog import find_lesson, lanes_of, list_lessons
from vgdesk.session.states import State
from vgdesk.ui.theme import current_theme


def kinds(desk) -> list[type]:
    return [type(command) for command in desk.engine.posted if not type(command).__name__.startswith("Preview")]


def names(desk) -> list[str]:
    return [lane.name for lane in desk.session.lanes]


def type_epochs(desk, text: str) -> None:
    """Type into the field and leave it without Enter."""
    field = desk.find("training.epochs")
    field.setFocus()
    desk.press("Ctrl+A")
    QTest.keyClicks(field, text)


def test_the_window_opens_with_the_sigmoid_lesson_and_a_relu_lane(desk):
    desk.window.show_lesson()
    assert names(desk) == ["sigmoid", "relu"]
    specs = [lane.spec for lane in desk.session.lanes]
    assert specs[0] == find_lesson("circles-4h-sigmoid").spec
    relu = find_lesson("circles-4h-relu").spec
    assert specs[1] == relu.model_copy(update={"seed": specs[0].seed})
    assert desk.find("story").isVisible()
    assert [row.findChild(type(desk.find("status-message")), "lane-name").whole for row in desk.rows] == names(desk)


def test_space_trains_all_lanes_pauses_and_goes_on(desk):
    desk.press("Space")
    assert desk.session.state is State.RUNNING
    assert desk.action("action-train").text() == "&Pause"
    desk.press("Space")
    assert desk.session.state is State.PAUSED
    assert desk.action("action-train").text() == "Res&ume"
    desk.press("Space")
    assert desk.session.state is State.RUNNING
    assert kinds(desk) == [StartRace, PauseRace, ResumeRace]


def test_the_button_does_what_space_does(desk):
    train = desk.window.transport.findChildren(type(desk.find("transport-stop")))[1]
    for expected in (State.RUNNING, State.PAUSED, State.RUNNING):
        QTest.mouseClick(train, Qt.MouseButton.LeftButton)
        desk.settle()
        assert desk.session.state is expected


@pytest.mark.parametrize("way", ["key", "click", "menu"])
def test_step_trains_on_to_the_next_sample(desk, way):
    acts = {"key": lambda: desk.press("F10"), "click": lambda: desk.click("transport-step")}
    act = acts.get(way, lambda: desk.choose("action-step"))
    act()
    assert desk.session.state is State.PAUSED
    assert [lane.history.sample_count for lane in desk.session.lanes] == [1, 1]
    act()
    assert kinds(desk) == [StartRace, StepRace]


@pytest.mark.parametrize("way", ["key", "click", "menu"])
def test_stop_keeps_what_there_is(desk, way):
    desk.train(3)
    acts = {"key": lambda: desk.press("Shift+F5"), "click": lambda: desk.click("transport-stop")}
    acts.get(way, lambda: desk.choose("action-stop"))()
    assert kinds(desk) == [StartRace, StopRace]
    assert desk.session.state is State.STOPPED
    assert [lane.history.sample_count for lane in desk.session.lanes] == [3, 3]
    assert desk.said.startswith("Stopped")
    assert not desk.action("action-stop").isEnabled()


def test_r_keeps_the_run_and_races_the_change_beside_it(desk):
    desk.finish()
    before = desk.session.selected.spec
    desk.session.set_spec(small_spec("sigmoid", network__activation="tanh"))
    desk.press("R")
    assert names(desk) == ["sigmoid", "relu", "tanh"]
    assert desk.session.lanes[0].spec == before
    assert desk.session.state is State.RUNNING
    assert [entry.lane for entry in desk.engine.posted[-1].entries] == ["tanh"]


def test_r_without_a_change_leaves_finished_lanes_alone_and_names_what_trains_them(desk):
    desk.finish()
    desk.choose("action-race")
    assert desk.said == "nothing has changed since the lanes were trained; Train again trains all of them anew"
    desk.press("Ctrl+R")
    assert (names(desk), desk.session.state) == (["sigmoid", "relu"], State.RUNNING)


def test_space_on_finished_lanes_plays_them_and_keeps_their_runs(desk):
    desk.finish()
    runs, time = [lane.history for lane in desk.session.lanes], desk.session.time
    assert desk.action("action-train").text() == "&Play"
    desk.press("Space")
    assert (time.is_playing, desk.action("action-train").text()) == (True, "&Pause")
    desk.press("Space")
    desk.press("Ctrl+Home")
    desk.press("F10")
    assert (time.is_playing, time.epoch) == (False, 1.0)
    assert [lane.history for lane in desk.session.lanes] == runs


def test_space_trains_the_changed_lane_alone_and_undo_brings_its_run_back(desk):
    desk.finish()
    before = [lane.history for lane in desk.session.lanes]
    desk.session.set_spec(small_spec("sigmoid", seed=9))
    desk.finish()
    assert [entry.lane for entry in desk.engine.posted[-1].entries] == ["sigmoid"]
    after = [lane.history for lane in desk.session.lanes]
    assert (after[0] is before[0], after[1] is before[1]) == (False, True)
    desk.press("Ctrl+Z")
    assert [lane.history for lane in desk.session.lanes] == before


@pytest.mark.parametrize("keys", ["Space", "R", "F10"])
def test_what_is_still_being_typed_is_taken_in_when_training_starts(desk, keys):
    desk.finish()
    type_epochs(desk, "77")
    assert desk.session.selected.spec.training.epochs == 3
    desk.press(keys)
    assert desk.session.state.is_busy
    assert desk.session.selected.spec.training.epochs == 77
    assert parse_spec(desk.engine.posted[-1].entries[-1 if keys == "R" else 0].spec_json).training.epochs == 77


def test_what_is_still_being_typed_goes_with_another_lane_or_a_new_one(desk):
    type_epochs(desk, "88")
    desk.click("lane-tab-1")
    assert desk.session.lanes[0].spec.training.epochs == 88
    type_epochs(desk, "99")
    desk.press("Ctrl+L")
    assert [lane.spec.training.epochs for lane in desk.session.lanes] == [88, 99, 99]


@pytest.mark.parametrize("keys", ["Space", "R", "F10"])
def test_a_wrong_value_starts_nothing_and_is_told(desk, keys):
    type_epochs(desk, "-1")
    desk.press(keys)
    assert kinds(desk) == []
    assert desk.session.state is State.IDLE
    assert "training.epochs" in desk.said
    assert desk.is_error
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize("way", ["key", "click"])
def test_lanes_are_added_up_to_four(desk, way):
    for _ in range(2):
        desk.press("Ctrl+L") if way == "key" else desk.click("lane-add")
    assert names(desk) == ["sigmoid", "relu", "sigmoid 2", "sigmoid 3"]
    assert len(desk.rows) == 4


def test_a_lane_is_removed_but_for_the_last(desk):
    desk.click("lane-tab-1")
    desk.press("Ctrl+W")
    assert names(desk) == ["sigmoid"]
    assert [row.lane for row in desk.rows] == desk.session.lanes
    desk.press("Ctrl+W")
    assert names(desk) == ["sigmoid"]
    assert not desk.action("action-remove_lane").isEnabled()


def test_a_lane_is_renamed(desk, monkeypatch):
    monkeypatch.setattr("vgdesk.ui.commands.lane.ask_name", lambda parent, name: f"{name} & <b>more</b>")
    desk.press("F2")
    assert names(desk)[0] == "sigmoid & <b>more</b>"
    assert desk.find("lane-name", desk.rows[0]).whole == "sigmoid & <b>more</b>"
    assert desk.window.builder.spec.name == "sigmoid & <b>more</b>"


def test_a_name_that_does_not_fit_is_refused_in_the_status_line(desk, monkeypatch):
    for name in ("", "x" * 81):
        monkeypatch.setattr("vgdesk.ui.commands.lane.ask_name", lambda parent, old, name=name: name)
        desk.window.status.show_message("")
        desk.press("F2")
        assert names(desk) == ["sigmoid", "relu"]
        assert desk.is_error
        assert desk.said.startswith("name")


def test_thinking_better_of_a_name_changes_nothing(desk, monkeypatch):
    monkeypatch.setattr("vgdesk.ui.commands.lane.ask_name", lambda parent, old: None)
    desk.press("F2")
    assert names(desk) == ["sigmoid", "relu"]
    assert not desk.is_error


def test_every_lesson_is_in_the_menu_and_brings_its_lanes_and_story(desk):
    for lesson in list_lessons():
        desk.choose(f"lesson-{lesson.id}")
        assert tuple(lane.spec for lane in desk.session.lanes) == tuple(lanes_of(lesson)), lesson.id
        assert desk.window.builder.spec == lesson.spec
        assert desk.find("story-text").text() == lesson.story[0]
        assert desk.window.windowTitle() == f"{lesson.title} — vgdesk"


def test_new_starts_with_one_lane_and_no_story(desk):
    desk.window.show_lesson()
    desk.press("Ctrl+N")
    assert len(desk.session.lanes) == 1
    assert not desk.find("story").isVisible()
    assert desk.window.windowTitle() == "vgdesk"


def test_page_keys_tell_the_story_on_and_back(desk):
    lesson = find_lesson("circles-4h-sigmoid")
    desk.window.show_lesson()
    desk.find("training.epochs").setFocus()
    desk.press("PgDown")
    assert desk.find("story-text").text() == lesson.story[1]
    desk.choose("action-story_on")
    desk.press("PgUp")
    assert desk.find("story-text").text() == lesson.story[1]
    desk.press("Shift+PgDown")
    assert desk.find("story-text").text() == lesson.remarks[0]
    desk.press("Shift+PgDown")
    assert desk.find("story-text").text() == lesson.story[1]


def test_comma_dot_and_the_ends_move_the_cursor(desk):
    desk.finish()
    places = []
    for keys in (",", ",", ".", "Ctrl+Home", "."):
        desk.press(keys)
        places.append(desk.session.time.epoch)
    assert places == [2.0, 1.0, 2.0, 0.0, 1.0]
    assert not desk.find("transport-live").isChecked()
    desk.press("Ctrl+End")
    assert desk.session.time.is_live
    assert desk.find("transport-live").isChecked()


def test_live_stays_down_when_it_is_clicked_again(desk):
    desk.finish()
    for _ in range(2):
        desk.click("transport-live")
        assert desk.find("transport-live").isChecked()


def test_enter_presses_the_button_with_the_focus(desk):
    desk.find("lane-tab-1").setFocus()
    desk.press("Return")
    assert desk.session.selected is desk.session.lanes[1]
    assert QApplication.focusWidget() is desk.find("lane-tab-1")
    desk.find("depth-gradient").setFocus()
    desk.press("Enter")
    assert desk.find("depth-gradient").isChecked()
    desk.click("depth-signal")
    desk.find("lane-add").setFocus()
    desk.press("Return")
    assert len(desk.session.lanes) == 3
    desk.find("training.epochs").setFocus()
    desk.press("Return")
    assert len(desk.session.lanes) == 3


def test_the_appearance_is_chosen_and_remembered(desk):
    for mode in ("light", "dark", "system"):
        desk.choose(f"action-{mode}_theme")
        assert desk.window.settings.theme == mode
        assert current_theme().name == ("light" if mode == "light" else "dark")
        assert desk.action(f"action-{mode}_theme").isChecked()


def test_another_theme_repaints_everything(desk):
    desk.window.show_lesson()
    desk.finish()
    desk.choose("action-light_theme")
    QTest.mouseMove(desk.window)
    ground = current_theme().ground
    image = desk.window.grab().toImage().convertToFormat(desk.window.grab().toImage().Format.Format_RGB32)
    dark = [
        (x, y)
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
        if image.pixelColor(x, y).name() in ("#15171b", "#22262d", "#2b2f36")
    ]
    assert image.pixelColor(275, 200).name() == ground
    assert dark == []


def test_f11_fills_the_screen_and_gives_it_back(desk, qtbot):
    desk.press("F11")
    qtbot.waitUntil(desk.window.isFullScreen)
    desk.press("F11")
    qtbot.waitUntil(lambda: not desk.window.isFullScreen())


def test_closing_ends_the_session_and_remembers_the_place(desk):
    desk.train(2)
    desk.press("Ctrl+Q")
    assert desk.engine.calls == ["start", "close"]
    assert not desk.window.isVisible()
    assert desk.window.settings.geometry is not None


def test_closing_hides_the_window_before_it_waits_for_anything(desk, monkeypatch):
    desk.train(2)
    floating = desk.window.dashboard.docks._docks["loss"]
    floating.setFloating(True)
    seen = {}
    for name in ("check", "download", "pictures", "session"):
        part, close = getattr(desk.window, name), getattr(desk.window, name).close

        def close_and_look(name=name, close=close):
            seen[name] = (desk.window.isVisible(), floating.isVisible())
            close()

        monkeypatch.setattr(part, "close", close_and_look)
    desk.press("Ctrl+Q")
    assert seen == dict.fromkeys(("check", "download", "pictures", "session"), (False, False))


def test_closing_ends_what_panes_do_in_the_background(desk, monkeypatch):
    dashboard, ended = desk.window.dashboard, []
    for pane in (dashboard.pane("rewind"), dashboard.pane("loss")):
        monkeypatch.setattr(pane, "end_jobs", lambda pane=pane: ended.append(pane.key))
    desk.press("Ctrl+Q")
    assert set(ended) >= {"rewind", "loss"}


def test_the_reason_of_a_failure_stays_in_the_status_line(desk):
    desk.train(2)
    desk.engine.finish("failed", "the disk is full; free some space")
    desk.settle()
    assert desk.session.state is State.FAILED
    assert desk.said == "the disk is full; free some space"
    assert desk.is_error
    desk.press("Space")
    assert desk.session.state is State.RUNNING
    assert not desk.is_error
