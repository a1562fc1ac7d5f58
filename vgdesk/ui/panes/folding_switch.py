"""A switch that becomes one button with a menu where its header has no room for all its choices."""

from PySide6.QtCore import QPoint, QSize, Slot
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from vgdesk.ui.layouts import fill
from vgdesk.ui.named import named
from vgdesk.ui.switch import Switch


class FoldingSwitch(QWidget):
    """All choices side by side, or the one that is down.

    Args:
        switch: what is folded; it still emits what was chosen.
        key: of the pane.
    """

    def __init__(self, switch: Switch, key: str):
        super().__init__()
        self._switch = switch
        self._folded = named(QToolButton(autoRaise=True), f"fold-{key}", "switch")
        self._folded.setToolTip("Choose what is shown")
        self._folded.clicked.connect(self.offer)
        self._folded.hide()
        switch.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        fill(QHBoxLayout(self), switch, self._folded)
        for button in self._buttons():
            button.toggled.connect(self.show_choice)
        self.show_choice()

    def fold(self, is_folded: bool) -> None:
        """Have room for one choice, or for all."""
        self._switch.setVisible(not is_folded)
        self._folded.setVisible(is_folded)

    def width_of(self, is_folded: bool) -> int:
        """Logical pixels that it takes, folded or not."""
        shown: QWidget = self._folded if is_folded else self._switch
        shown.ensurePolished()
        return shown.sizeHint().width()

    def sizeHint(self) -> QSize:
        """Room for what is shown."""
        return QSize(self.width_of(self._switch.isHidden()), super().sizeHint().height())

    @Slot()
    def offer(self) -> None:
        """Open the choices below the button."""
        self.make_menu().popup(self._folded.mapToGlobal(QPoint(0, self._folded.height())))

    def make_menu(self) -> QMenu:
        """The choices."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.setToolTipsVisible(True)
        group = QActionGroup(menu)
        for button in self._buttons():
            action = menu.addAction(button.text(), button.click)
            action.setToolTip(button.toolTip())
            action.setCheckable(True)
            action.setChecked(button.isChecked())
            group.addAction(action)
        return menu

    @Slot()
    def show_choice(self) -> None:
        """Name the choice that is down."""
        down = next(button for button in self._buttons() if button.isChecked())
        self._folded.setText(f"{down.text()} ▾")
        self._folded.setAccessibleName(f"{down.accessibleName()}; press to choose another")
        self.updateGeometry()

    def _buttons(self) -> list[QToolButton]:
        return self._switch.findChildren(QToolButton)
