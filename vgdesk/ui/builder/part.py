"""What every part of the builder can do, so that the panel needs to know none of them by name."""

from typing import Protocol

from PySide6.QtCore import SignalInstance

from vgdesk.form.state import FormState


class Part(Protocol):
    """Editors of some fields.

    Attributes:
        edited: signal with new values by dotted path.
        restored: signal with the paths of fields whose edit was taken back.
    """

    edited: SignalInstance
    restored: SignalInstance

    def show_state(self, state: FormState) -> None:
        """Show values, what is unavailable and what is wrong; what waits stays as it was typed."""

    def commit(self) -> None:
        """Emit what is typed and not emitted yet."""

    def set_editable(self, editable: bool) -> None:
        """Let the user edit, or not; what was typed and not emitted is forgotten."""
