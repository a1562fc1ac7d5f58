"""How a field shows that it is wrong."""

from PySide6.QtWidgets import QWidget


def mark_widget(widget: QWidget, message: str, hint: str) -> None:
    """Show a problem on a widget by its border and tooltip; an empty message takes it away."""
    widget.setToolTip(message or hint)
    widget.setAccessibleDescription(message or hint)
    state = "bad" if message else ""
    if (widget.property("state") or "") != state:
        widget.setProperty("state", state)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
