"""A lesson shows the panes that it names."""

import pytest

from vgdesk.analysis.columns import Columns
from vgdesk.lessons.catalog import find_lesson, list_lessons
from vgdesk.pictures.catalog import USUAL


def shown(desk) -> set[str]:
    return {key for key in desk.window.dashboard.keys if not desk.find(f"dock-{key}").isHidden()}


def test_a_lesson_brings_its_panes_and_one_without_any_the_usual_ones(desk):
    own = find_lesson("circles-tanh-uniform01")
    plain = next(lesson for lesson in list_lessons() if not lesson.panes)
    desk.window.show_lesson(own)
    assert shown(desk) == set(own.panes) != set(USUAL)
    desk.window.show_lesson(plain)
    assert shown(desk) == set(USUAL)


def test_what_the_user_arranged_stays_with_lessons_that_name_no_panes(desk):
    plain = next(lesson for lesson in list_lessons() if not lesson.panes)
    desk.window.dashboard.arrange(("loss",))
    desk.window.show_lesson(plain)
    assert shown(desk) == {"loss"}


@pytest.mark.parametrize("remembers", [True, False])
def test_the_start_keeps_the_layout_of_last_time(desk, remembers):
    desk.window.dashboard.arrange(("loss",))
    if remembers:
        desk.window.settings.layout = desk.window.dashboard.docks.save()
    desk.window.show_lesson()
    assert shown(desk) == ({"loss"} if remembers else {"depth", "loss", "gradient"})
    assert desk.window.dashboard.pane("gradient").options.key == ("rms" if remembers else "std")


def test_a_lecture_does_without_what_the_lesson_hides(desk):
    lesson = find_lesson("circles-1h-sigmoid").model_copy(update={"hides": ("verdicts", "scores", "transport")})
    desk.window.show_lesson(lesson)
    controls = [desk.find(name, desk.rows[0]) for name in (f"rate-{desk.rows[0].lane.key}", "lane-scores")]
    controls.append(desk.find("transport"))
    desk.window.lecture.set_on(True)
    assert not any(each.isVisible() for each in controls)
    desk.choose("action-add_lane")
    assert not desk.find("lane-scores", desk.rows[-1]).isVisible()
    desk.window.session.remove_lane(len(desk.session.lanes) - 1)
    desk.window.lecture.set_on(False)
    assert all(each.isVisible() for each in controls)
    desk.window.lecture.set_on(True)
    desk.window.show_lesson(find_lesson("circles-4h-sigmoid"))
    assert desk.find("transport").isVisible()


def test_a_lesson_brings_its_columns_and_leaves_those_that_the_user_has_chosen(desk):
    chosen = Columns().with_measure("signal", "max_abs")
    dashboard = desk.window.dashboard
    dashboard.set_columns(chosen)
    desk.window.show_lesson(find_lesson("depth-residual"))
    assert {column.measure for column in dashboard.heatmaps.columns.shown} == {"rms"}
    desk.window.show_lesson(find_lesson("circles-4h-tanh"))
    assert [column.measure for column in dashboard.heatmaps.columns.shown] == ["rms", "rms", "mean_abs"]
    dashboard.set_columns(dashboard.heatmaps.columns.changed(colormap="viridis"))
    desk.choose("action-new")
    assert dashboard.heatmaps.columns == desk.window.settings.columns == chosen.changed(colormap="viridis")


def test_a_key_puts_the_usual_panes_back(desk):
    desk.window.dashboard.arrange(("network",))
    desk.press("Ctrl+0")
    assert shown(desk) == set(USUAL)
