"""A lesson shows the panes that it names."""

import pytest

from vgdesk.lessons.catalog import find_lesson, list_lessons
from vgdesk.ui.panes.catalog import USUAL


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
    assert shown(desk) == ({"loss"} if remembers else set(find_lesson("circles-4h-sigmoid").panes))
