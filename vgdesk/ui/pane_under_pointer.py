"""Which picture the user means: the one under the pointer, or the one with the focus."""

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget

from vgdesk.pictures.heatmaps import KEY as HEATMAPS
from vgdesk.ui.dashboard import Dashboard
from vgdesk.ui.heatmaps import Heatmaps
from vgdesk.ui.panes.pane import Pane


def pane_under_pointer(dashboard: Dashboard) -> str:
    """Key of the pane under the pointer, or with the focus; ``HEATMAPS`` for the heatmaps; empty without any."""
    keys = (HEATMAPS, *dashboard.keys)
    places = (QApplication.widgetAt(dashboard.pointed or QCursor.pos()), QApplication.focusWidget())
    return next((key for key in map(_find_key, places) if key in keys), "")


def _find_key(widget: QWidget | None) -> str:
    """Key of the outermost pane that a widget belongs to; empty outside."""
    key = ""
    while widget is not None:
        inside = widget.widget() if isinstance(widget, QDockWidget) else widget  # the header belongs to the dock
        if isinstance(inside, Heatmaps | Pane):
            key = HEATMAPS if isinstance(inside, Heatmaps) else inside.key
        widget = widget.parentWidget()
    return key
