"""Qt's calls into Python keep the counts of None and True: one reference lost a call aborts within minutes."""

import gc
import sys

import pytest
from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

CALLS = 300
VIRTUAL_FUNCTIONS = 6  # of QPixmap: devType, initPainter, metric, paintEngine, redirected, sharedPainter
TOLERANCE = 20  # what Python itself takes and gives meanwhile; the fault loses one a call


class Patch(QWidget):
    """A widget whose painting and whose events pass through Python."""

    def __init__(self):
        super().__init__()
        self.painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), painter.background())
        painter.end()
        self.painted += 1

    def event(self, event: QEvent) -> bool:
        super().event(event)
        return True


class Bell(QObject):
    """Rings, and counts what it hears."""

    rung = Signal(object)
    told = Signal(bool)

    def __init__(self):
        super().__init__()
        self.heard = 0
        self.rung.connect(self.hear)
        self.told.connect(self.hear_whether)

    @Slot(object)
    def hear(self, _: object) -> None:
        self.heard += 1

    @Slot(bool)
    def hear_whether(self, value: bool) -> bool:
        self.heard += 1
        return value


@pytest.fixture
def patch(qtbot):
    widget = Patch()
    qtbot.addWidget(widget)
    widget.resize(20, 20)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_hundreds_of_repaints_lose_and_gain_no_reference(patch):
    lost = count_lost(patch.repaint)
    assert patch.painted >= CALLS
    assert max(map(abs, lost)) <= TOLERANCE


def test_hundreds_of_emits_lose_and_gain_no_reference(qapp):
    bell = Bell()
    lost = [*count_lost(lambda: bell.rung.emit(None)), *count_lost(lambda: bell.told.emit(True))]
    assert bell.heard >= 2 * CALLS
    assert max(map(abs, lost)) <= TOLERANCE


def test_a_new_paint_device_gains_none_once_for_each_of_its_virtual_functions_and_no_more(qapp):
    """The first search of libshiboken 6.11 for an override in Python keeps a None: harmless, and why it grows."""
    kept = QPixmap(4, 4)
    for device, most in ((lambda: kept, 0), (lambda: QPixmap(4, 4), VIRTUAL_FUNCTIONS)):
        gained = -count_lost(lambda device=device: paint(device()))[0]
        assert -TOLERANCE <= gained <= most * CALLS + TOLERANCE


def test_the_count_sees_references_go():
    kept = [None] * (2 * CALLS)
    immortal = sys.version_info >= (3, 12)
    assert count_lost(kept.pop)[0] >= (0 if immortal else CALLS - TOLERANCE)


def paint(device: QPixmap) -> None:
    """Begin and end."""
    painter = QPainter(device)
    painter.end()


def count_lost(act) -> tuple[int, int]:
    """References to None and to True lost over that many calls."""
    act()
    gc.collect()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(CALLS):
        act()
    gc.collect()
    return before[0] - sys.getrefcount(None), before[1] - sys.getrefcount(True)
