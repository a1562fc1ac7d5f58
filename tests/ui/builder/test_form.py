from typing import Annotated, Literal

import pytest
from pydantic import Field
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.form.examples import build_circles
from vgdesk.experiment.choices import Choice
from vgdesk.experiment.words import Words
from vgdesk.form.fields import FormItem, field_items, form_fields
from vgdesk.ui.builder.form import Form


class Later(Choice):
    """A data set of a later version."""

    kind: Literal["later"] = "later"
    width: Annotated[float, Words("Width")] = Field(0.5, gt=0)
    depth: Annotated[int, Words("A rather long title of a field")] = Field(2, ge=1)
    mode: Annotated[Literal["one", "two"], Words("Mode")] = "one"


@pytest.fixture
def form(qtbot) -> Form:
    form = Form("form")
    qtbot.addWidget(form)
    form.resize(239, 200)
    return form


def items_of(model) -> list[FormItem]:
    return [FormItem(f"data.{field.name}", field) for field in form_fields(model)]


def test_a_new_building_block_has_an_editor_for_each_of_its_fields(form):
    form.show_items(items_of(Later))
    assert list(form.editors) == ["data.width", "data.depth", "data.mode"]
    texts = [label.text() for label in form.findChildren(QLabel)]
    assert texts[::2] == ["Width", "Mode"]
    assert texts[1].startswith("A rather")
    assert texts[1].endswith("…")
    assert [label.toolTip() for label in form.findChildren(QLabel)][1] == "A rather long title of a field"


def test_no_row_is_wider_than_the_builder(form):
    form.show_items(items_of(Later))
    form.show()
    assert form.minimumSizeHint().width() <= 239
    rows = {label.toolTip(): label.y() for label in form.findChildren(QLabel)}
    assert rows["A rather long title of a field"] > rows["Width"]


def test_editors_stay_as_long_as_their_fields_do(form):
    items = items_of(Later)
    form.show_items(items[:2])
    before = dict(form.editors)
    form.show_items(items[1:])
    assert form.editors["data.depth"] is before["data.depth"]
    assert "data.width" not in form.editors
    assert before["data.width"].parent() is None


def test_a_waiting_field_keeps_what_was_typed(form):
    spec = build_circles(2)
    form.show_items([*field_items(spec, "training.epochs"), *field_items(spec, "seed")])
    form.show_values(spec, frozenset())
    QTest.keyClicks(form.editors["training.epochs"], "x")
    form.show_values(spec, frozenset({"training.epochs"}))
    assert form.editors["training.epochs"].lineEdit().text() != "100"
    assert form.editors["seed"].lineEdit().text() == "3"


def test_an_edit_names_its_field(form, qtbot):
    form.show_items(items_of(Later))
    with qtbot.waitSignal(form.edited) as told:
        form.editors["data.mode"].activated.emit(0)
    assert told.args == [{"data.mode": "one"}]
