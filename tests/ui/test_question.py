import pytest
from PySide6.QtWidgets import QApplication

from vgdesk.ui.question import Answer, Question


@pytest.fixture
def asked(desk):
    """What became of a question with two answers."""
    told: list[str] = []
    question = Question(desk.window)
    answers = [
        Answer("first", lambda: told.append("first"), 1, 0),
        Answer("second", lambda: told.append("second"), 2),
    ]
    question.ask("Which?", answers, "Neither", lambda: told.append("neither"))
    yield question, told
    question.deleteLater()


@pytest.mark.parametrize(("keys", "told"), [("2", "second"), ("Return", "first"), ("Esc", "neither"), ("3", "")])
def test_one_key_answers_and_the_question_goes(desk, asked, keys, told):
    focus = desk.window.dashboard
    desk.press(keys)
    assert asked[1] == ([told] if told else [])
    assert asked[0].isHidden() == bool(told)
    assert (QApplication.focusWidget() is focus) == bool(told)


def test_another_question_declines_the_one_before(desk, asked):
    question, told = asked
    question.ask("Again?", [Answer("yes", lambda: told.append("yes"))], "No", lambda: told.append("no"))
    assert told == ["neither"]
    desk.press("Return")
    assert told == ["neither", "yes"]
    assert question.accessibleName() == "Again?"
