"""What the Train and Lane menus do, with what is still being typed in the builder taken in before."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from vgdesk.errors import SpecError
from vgdesk.session.session import Session
from vgdesk.ui.builder.panel import BuilderPanel
from vgdesk.ui.dialogs.ask_name import ask_name


class LaneCommands:
    """Drives the training and changes the lanes. Every method raises VgdeskError where it is refused."""

    def __init__(self, session: Session, builder: BuilderPanel, parent: QWidget):
        self._session, self._builder, self._parent = session, builder, parent

    def toggle(self) -> None:
        """Train, pause or go on."""
        self._train(self._session.toggle)

    def step(self) -> None:
        """Train on to the next sample."""
        self._train(self._session.step)

    def race_change(self) -> None:
        """Keep the run and train the changed spec beside it."""
        self._train(self._session.race_change)

    def add(self) -> None:
        """Copy the selected lane."""
        self._builder.commit()
        self._session.add_lane()

    def select(self, index: int) -> None:
        """Show another lane in the builder."""
        self._builder.commit()
        self._session.select(index)

    def remove(self) -> None:
        """Take the selected lane off the screen."""
        self._session.remove_lane(self._session.lanes.index(self._session.selected))

    def rename(self) -> None:
        """Ask for another name for the selected lane."""
        self._builder.commit()
        name = ask_name(self._parent, self._session.selected.name)
        if name is not None:
            self._session.rename_lane(name)

    def _train(self, act: Callable[[], object]) -> None:
        self._builder.commit()
        if self._builder.problems and not self._session.state.is_busy:
            raise SpecError(self._builder.problems)
        act()
