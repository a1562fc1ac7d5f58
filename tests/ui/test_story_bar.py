import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from vgdesk.lessons.catalog import find_lesson, list_lessons
from vgdesk.lessons.pages import pages_of
from vgdesk.session.lesson_check import LessonCheck
from vgdesk.ui.claims_badge import ClaimsBadge
from vgdesk.ui.story_bar import StoryBar
from vgdesk.ui.theme import apply_theme

LESSON = find_lesson("circles-4h-sigmoid")


@pytest.fixture
def bar(qtbot, qapp):
    apply_theme(qapp, "dark")
    check = LessonCheck(qapp)
    bar = StoryBar(ClaimsBadge(check))
    qtbot.addWidget(bar)
    bar.show_lesson(LESSON)
    bar.resize(900, bar.sizeHint().height())
    bar.show()
    return bar


def text(bar) -> str:
    return bar.findChild(object, "story-text").text()


def button(bar, name) -> QToolButton:
    return bar.findChild(QToolButton, f"story-{name}")


def place(bar) -> str:
    return bar.findChild(object, "story-count").text()


def test_a_story_is_told_from_its_first_step_to_its_last_note(bar):
    told = [(place(bar), text(bar))]
    while button(bar, "PgDn").isEnabled():
        QTest.mouseClick(button(bar, "PgDn"), Qt.MouseButton.LeftButton)
        told.append((place(bar), text(bar)))
    assert tuple(told) == pages_of(LESSON)
    bar.go_on()
    assert (place(bar), text(bar)) == told[-1]


def test_a_button_turns_to_the_notes_and_back_to_the_step_that_was_left(bar):
    notes = button(bar, "notes")
    assert notes.text() == f"{len(LESSON.remarks) + 1} notes"
    bar.go_on()
    QTest.mouseClick(notes, Qt.MouseButton.LeftButton)
    assert (text(bar), notes.isChecked()) == (LESSON.remarks[0], True)
    bar.go_on()
    QTest.mouseClick(notes, Qt.MouseButton.LeftButton)
    assert (text(bar), notes.isChecked()) == (LESSON.story[1], False)
    bar.show_lesson(None)
    bar.turn_to_notes()
    assert not bar.isVisible()


def test_there_is_nothing_before_the_first_step(bar):
    assert not button(bar, "PgUp").isEnabled()
    bar.go_back()
    assert text(bar) == LESSON.story[0]
    bar.go_on()
    QTest.mouseClick(button(bar, "PgUp"), Qt.MouseButton.LeftButton)
    assert text(bar) == LESSON.story[0]


def test_another_lesson_begins_anew_and_none_hides_the_bar(bar):
    bar.go_on()
    bar.show_lesson(list_lessons()[0])
    assert text(bar) == list_lessons()[0].story[0]
    bar.show_lesson(None)
    assert not bar.isVisible()
    bar.go_on()


@pytest.mark.parametrize("width", [600, 900, 1600])
def test_the_height_is_the_same_on_every_page_and_cuts_nothing_off(bar, width):
    bar.resize(width, bar.sizeHint().height())
    heights = set()
    for _ in pages_of(LESSON):
        bar.layout().activate()
        heights.add(bar.minimumSizeHint().height())
        label = bar.findChild(object, "story-text")
        assert label.heightForWidth(label.width()) <= max(heights)
        bar.go_on()
    assert len(heights) == 1
