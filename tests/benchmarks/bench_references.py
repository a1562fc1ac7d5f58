"""P0: references to None lost over a thousand repaints; a thousand lost would abort the interpreter in minutes."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from tests.benchmarks.row import Row
from tests.contracts.test_references import CALLS, TOLERANCE, Patch, count_lost
from tests.runs.examples import example_history
from vgdesk.pictures.heatmap import HeatmapSource
from vgdesk.ui.panes.heatmap import Heatmap
from vgdesk.ui.theme import apply_theme


def measure() -> list[Row]:
    """P0 of the benchmark table: of a bare widget, and of the heatmap."""
    app = QApplication.instance() or QApplication([])
    apply_theme(app, "dark")
    source = HeatmapSource(example_history(100), "gradient", "mean_abs")
    pane = Heatmap("gradient", "weight gradient")
    shown = {"a bare widget": Patch(), "our heatmap": pane}
    rows = []
    for words, widget in shown.items():
        widget.resize(400, 200)
        widget.show()
        app.processEvents()
        if widget is pane:
            pane.draw(source.frame(source.limits(), None, pane.columns, None))
        lost = max(0, *count_lost(widget.repaint))
        what = f"references lost over {CALLS} repaints of {words}"
        rows.append(Row("P0", what, float(lost), f"0 (noise {TOLERANCE})", lost <= TOLERANCE))
        widget.close()
    return rows


if __name__ == "__main__":
    for row in measure():
        print(f"{row.id:6} {row.what:52} {row.figure:8.3f} {row.goal:8} {row.met}")
