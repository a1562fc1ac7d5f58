"""The window never waits for a file that data or weights come from: its thread reads none."""

import json
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QTableWidget

from tests.experiment.data_files import write_csv
from tests.ui.desk import make_played_desk
from vgdesk.experiment import matrices, table_source
from vgdesk.ui.builder.table_dialog import TableDialog

READERS = ((table_source, "_read_bytes"), (matrices, "_load_json"))


@pytest.fixture
def threads(monkeypatch) -> list[int]:
    """The thread of every reading of a file."""
    found: list[int] = []

    def watch(read, path):
        found.append(threading.get_ident())
        return read(path)

    for module, name in READERS:
        read = getattr(module, name)
        monkeypatch.setattr(module, name, lambda path, read=read: watch(read, path))
    return found


@pytest.fixture
def window_desk(qapp):
    desk = make_played_desk()
    desk.open()
    yield desk
    desk.close()


def test_the_thread_of_the_window_reads_no_table_and_no_weights(qtbot, window_desk, threads, tmp_path):
    desk, builder = window_desk, window_desk.window.builder
    table = write_csv(tmp_path / "table.csv", rows=50)
    other = tmp_path / "other.csv"
    other.write_text("only one column\n")
    weights = Path(tmp_path / "weights.json")
    weights.write_text(json.dumps([[[1.0, 2.0]]]))
    for act in (
        lambda: desk.window.open_files([table]),
        lambda: builder._edit({"data.columns": {"depth": "leave_out"}}),
        lambda: builder._edit({"data.label_column": "nothing of that name"}),
        lambda: builder._edit({"network.output_initializer": {"kind": "given", "file": str(weights)}}),
        desk.session.add_lane,
        lambda: desk.window.open_files([other]),
        lambda: desk.press("Ctrl+Z"),
        builder.refresh,
    ):
        act()
        desk.settle()
        desk.wait(desk.window.reading)
    assert threads
    assert threading.get_ident() not in threads


def test_a_table_shows_that_it_is_being_read_then_its_rows_and_brings_its_loss(qtbot, window_desk, tmp_path):
    desk, builder = window_desk, window_desk.window.builder
    table = tmp_path / "table.csv"
    table.write_text("\n".join(["a,b", *[f"{i / 3},{i * i / 7}" for i in range(20)]]))
    desk.window.open_files([table])
    (dialog,) = desk.window.findChildren(TableDialog)
    rows = dialog.findChild(QTableWidget, "table_rows")
    assert builder.spec.data.is_unread
    assert not desk.find("problems", builder).isVisible()
    assert not desk.find("estimate", builder).isVisible()
    assert (rows.rowCount(), dialog.findChild(QLabel, "table_notes").isVisible()) == (0, False)
    desk.window.attempt(desk.session.toggle)
    assert "table.csv is being read" in desk.said
    desk.wait(desk.window.reading)
    assert rows.item(1, 0).text() == "0.333333"
    assert (builder.spec.training.loss, builder.spec.training.batch_size) == ("mean_squared_error", 16)
    assert desk.session.selected.spec == builder.spec
    assert not desk.find("reading", builder).isVisible()
