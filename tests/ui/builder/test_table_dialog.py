import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QTableWidget

from vgdesk.ui.builder.panel import BuilderPanel
from vgdesk.ui.builder.table_dialog import TableDialog


@pytest.fixture
def panel(qtbot, tmp_path):
    """A builder with a table of an id, numbers with blanks, two kinds of text, and labels."""
    path = tmp_path / "people.csv"
    rows = [f"{i},{i / 2 if i % 5 else ''},{('m', 'f')[i % 2]},person {i},{i * 7 % 3}" for i in range(40)]
    path.write_text("\n".join(["Id,size,sex,name,y", *rows]))
    made = BuilderPanel()
    qtbot.addWidget(made)
    made.show()
    made.open_table(path)
    return made


def opened(panel) -> TableDialog:
    (dialog,) = panel.window().findChildren(TableDialog)
    return dialog


def role(panel, row: int) -> QComboBox:
    return opened(panel).findChild(QComboBox, f"role_{row}")


def choose(combo: QComboBox, value: str) -> None:
    """Choose by the keyboard: to the entry beside it, and one on."""
    index = combo.findData(value)
    step, key = (-1, Qt.Key.Key_Down) if index else (1, Qt.Key.Key_Up)
    combo.setFocus()
    combo.setCurrentIndex(index + step)
    QTest.keyClick(combo, key)


def text(panel, name: str) -> str:
    return opened(panel).findChild(QLabel, name).text()


def test_a_table_that_is_opened_shows_its_rows_and_what_is_done_to_each_column(panel):
    assert [role(panel, row).currentData() for row in range(5)] == [
        "leave_out",
        "number",
        "one_hot",
        "leave_out",
        "label",
    ]
    rows = opened(panel).findChild(QTableWidget, "table_rows")
    assert [rows.item(1, column).text() for column in range(5)] == ["1", "0.5", "f", "person 1", "1"]
    assert text(panel, "table_size").startswith(
        "people.csv: 32 rows, 26 to train on, 6 to test on; 3 inputs; 3 classes"
    )
    assert "8 rows are left out, where size is blank." in text(panel, "table_notes")
    assert panel.spec.training.batch_size == 26


def test_a_change_there_goes_into_the_spec_and_is_shown_at_once(panel):
    choose(role(panel, 0), "number")
    assert panel.spec.data.columns == (("Id", "number"),)
    assert "4 inputs" in text(panel, "table_size")
    choose(opened(panel)._fields["missing"], "median")
    assert (panel.spec.data.missing, panel.spec.data.points) == ("median", 40)


def test_numbers_to_learn_bring_their_loss_and_classes_take_it_back(panel):
    choose(role(panel, 1), "target")
    assert (panel.spec.data.facts.targets, panel.spec.training.loss) == (("size",), "mean_squared_error")
    choose(role(panel, 2), "label")
    assert (panel.spec.data.facts.classes, panel.spec.training.loss) == (("f", "m"), "cross_entropy")
    assert panel.spec.data.label_column == "sex"


def test_faults_of_a_file_are_listed_and_a_column_at_fault_can_be_left_out(qtbot, tmp_path):
    path = tmp_path / "faults.csv"
    path.write_text("\n".join(["a,b,y", *[f"{i / 2},{'x' if i == 3 else i / 3},{i % 2}" for i in range(20)]]))
    panel = BuilderPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.open_table(path)
    assert "row 5, column 'b' is 'x', which is no number" in text(panel, "table_notes")
    choose(role(panel, 1), "leave_out")
    assert (panel.problems, panel.spec.data.inputs) == ((), 1)


def test_of_a_wide_table_it_says_how_many_columns_are_not_shown(qtbot, tmp_path):
    path = tmp_path / "wide.csv"
    names = ",".join(f"c{number}" for number in range(120))
    path.write_text("\n".join([names, *[",".join([f"{row / 7}"] * 119 + [f"{row % 2}"]) for row in range(12)]]))
    panel = BuilderPanel()
    qtbot.addWidget(panel)
    panel.open_table(path)
    assert text(panel, "table_notes").startswith("The first 100 of 120 columns are shown.")
    assert opened(panel).findChild(QTableWidget, "table_roles").rowCount() == 100
