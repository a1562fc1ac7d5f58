"""Every field of a lesson reaches the window; a new field must say here where it is seen."""

import pytest

from tests.lessons.examples import other_value
from vgdesk.lessons.catalog import Lesson, find_lesson
from vgdesk.ui.commands import lesson as lesson_menu


def pages(desk, lesson) -> list[str]:
    """The whole story."""
    read = [desk.find("story-text").text()]
    while desk.find("story-PgDn").isEnabled():
        desk.click("story-PgDn")
        read.append(desk.find("story-text").text())
    return read


def lanes(desk, lesson) -> list[str]:
    return [lane.name for lane in desk.session.lanes]


def panes(desk, lesson) -> list[str]:
    return [key for key in desk.window.dashboard.keys if not desk.find(f"dock-{key}").isHidden()]


def columns(desk, lesson) -> str:
    return desk.window.dashboard.heatmaps.columns.to_text()


def in_a_lecture(desk, lesson) -> list[bool]:
    desk.window.lecture.set_on(True)
    view = desk.rows[0]
    parts = [desk.find(f"rate-{view.lane.key}"), desk.find("lane-scores", view), desk.find("transport")]
    shown = [part.isVisible() for part in parts]
    desk.window.lecture.set_on(False)
    return shown


def badge(desk, lesson) -> str:
    return desk.find("claims-badge").toolTip()


def title(desk, lesson) -> str:
    return desk.window.windowTitle()


def menu(desk, lesson) -> list[str]:
    """The entries of the menu, with what they say."""
    with pytest.MonkeyPatch.context() as patch:
        others = [other for other in lesson_menu.list_headings() if other.id != lesson.id]
        patch.setattr(lesson_menu, "list_headings", lambda: sorted([lesson, *others], key=lambda each: each.order))
        return [f"{command.title}: {command.tip}" for command in lesson_menu.make_lesson_menu().commands()]


SEEN = {
    "id": pages,
    "order": menu,
    "title": title,
    "summary": menu,
    "source": pages,
    "story": pages,
    "spec": lanes,
    "on_shipped": pages,
    "variants": lanes,
    "race": lanes,
    "panes": panes,
    "columns": columns,
    "hides": in_a_lecture,
    "claims": badge,
    "remarks": pages,
}


@pytest.mark.parametrize("field", Lesson.model_fields)
def test_a_field_of_a_lesson_is_seen(desk, field):
    lesson = find_lesson("fashion-batchnorm" if field == "variants" else "circles-4h-sigmoid")
    seen = []
    for shown in (lesson, lesson.model_copy(update={field: other_value(lesson, field)})):
        desk.window.show_lesson(shown)
        desk.settle()
        seen.append(SEEN[field](desk, shown))
    assert seen[0] != seen[1]
