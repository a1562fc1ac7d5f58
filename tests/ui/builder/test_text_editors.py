import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from vgdesk.experiment.spec import change_spec
from vgdesk.experiment.tables import Csv
from vgdesk.form.fields import form_field
from vgdesk.ui.builder.text_editors import ColumnEditor

DIALOG = "vgdesk.ui.builder.text_editors.QFileDialog.getOpenFileName"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "flowers.csv"
    rows = "".join(f"{i},{i % 2},{i / 7:.3f}\n" for i in range(60))
    path.write_text(f"length,sort,width\n{rows}", "utf-8")
    return path


@pytest.fixture
def csv(hands):
    """The hands, with a table of no file yet."""
    combo = hands.focus("data")
    combo.setCurrentIndex(combo.findData("csv"))
    combo.activated.emit(combo.currentIndex())
    return hands


def items(combo) -> list[str]:
    return [combo.itemText(index) for index in range(combo.count())]


def test_a_table_asks_for_its_file(csv):
    assert "names no file" in csv.find("problems").text()
    assert csv.find("path").property("state") == "bad"


def test_a_chosen_file_is_taken_in_and_its_columns_are_offered(csv, table, monkeypatch):
    monkeypatch.setattr(DIALOG, lambda *_: (str(table), ""))
    QTest.mouseClick(csv.find("choose_file"), Qt.MouseButton.LeftButton)
    assert csv.specs[-1].data.path == str(table)
    combo = csv.find("data.label_column")
    assert items(combo) == ["guessed", "length", "sort", "width"]
    combo.setFocus()
    QTest.keyClick(combo, "s")
    assert csv.specs[-1].data.label_column == "sort"
    assert csv.panel.problems == ()
    assert csv.panel.spec.data.points == 60


def test_a_dialog_that_is_cancelled_changes_nothing(csv, monkeypatch):
    monkeypatch.setattr(DIALOG, lambda *_: ("", ""))
    before = len(csv.specs)
    QTest.mouseClick(csv.find("choose_file"), Qt.MouseButton.LeftButton)
    assert len(csv.specs) == before


def test_a_typed_path_is_taken_in_and_a_file_that_is_gone_is_told(csv, table):
    csv.type("path", str(table))
    assert csv.specs[-1].data.path == str(table)
    csv.type("path", str(table.with_name("gone.csv")))
    assert "gone.csv" in csv.find("problems").text()
    assert items(csv.find("data.label_column")) == ["guessed"]


def test_a_column_that_is_not_in_the_file_is_shown_all_the_same(qtbot, csv, table):
    spec = change_spec(csv.panel.spec, {"data.path": str(table), "data.label_column": "2"})
    csv.panel.set_spec(spec)
    combo = csv.find("data.label_column")
    assert isinstance(combo, ColumnEditor)
    assert combo.currentText() == "2"


def test_of_columns_of_one_name_the_number_is_taken(csv, tmp_path):
    path = tmp_path / "twice.csv"
    path.write_text("a,a,b\n" + "1,2,0\n1,3,1\n" * 30, "utf-8")
    csv.type("path", str(path))
    combo = csv.find("data.label_column")
    assert [combo.itemData(index) for index in range(combo.count())] == ["", "1", "2", "b"]


def test_images_that_are_not_there_say_so_and_ask_for_the_folder(hands, qtbot):
    lack = hands.find("lack")
    hands.panel.set_spec(change_spec(hands.panel.spec, {"data": "fashion_mnist"}))
    assert not lack.isVisible()
    hands.type("data.train", "60000")
    assert lack.isVisible()
    assert hands.panel.problems[0].field == "data"
    with qtbot.waitSignal(hands.panel.data_folder_wanted):
        QTest.mouseClick(hands.find("data_folder"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(hands.panel.download_wanted) as wanted:
        QTest.mouseClick(hands.find("data_download"), Qt.MouseButton.LeftButton)
    assert wanted.args == ["fashion_mnist"]
    hands.panel.set_editable(False)
    assert not hands.find("data_folder").isEnabled()


def test_the_column_chosen_stays_chosen_in_another_file(qtbot):
    combo = ColumnEditor(form_field(Csv, "label_column"))
    qtbot.addWidget(combo)
    combo.show_columns(("depth", "sort"))
    combo.show_value("sort")
    for names in (("sort", "depth"), ()):
        combo.show_columns(names)
        assert combo.currentData() == "sort"


def test_typed_weights_are_taken_in_and_wrong_ones_are_marked(hands):
    combo = hands.focus("network.output_initializer")
    combo.setCurrentIndex(combo.findData("given"))
    combo.activated.emit(combo.currentIndex())
    assert "type them, or name a file" in hands.find("problems").text()
    hands.type("network.output_initializer.weights", "1 2; 3")
    assert "rows apart by semicolons" in hands.find("problems").text()
    hands.type("network.output_initializer.weights", "1; 2; 3; 4")
    assert "is for 4 inputs and 1 units, and the layer has 5 inputs" in hands.find("problems").text()
    hands.type("network.output_initializer.weights", "1; -2; .5; 0; 3e-2")
    assert hands.specs[-1].network.output_initializer.weights == "1; -2; 0.5; 0; 0.03"
