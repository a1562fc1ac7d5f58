"""The library: a drawer over the left of the window with every recorded run."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from vgdesk.errors import VgdeskError
from vgdesk.library.entries import RunEntry
from vgdesk.session.lane import MAX_LANES
from vgdesk.session.run_library import RunLibrary
from vgdesk.ui.explanations import LIBRARY, pop_up
from vgdesk.ui.formatting import format_bytes
from vgdesk.ui.layouts import fill
from vgdesk.ui.library.notice_strip import NoticeStrip
from vgdesk.ui.library.rows import RunFilter, RunRows
from vgdesk.ui.library.runs_table import RunsTable, SearchKeys
from vgdesk.ui.named import named
from vgdesk.ui.overlay import Overlay
from vgdesk.ui.panes.header import small_button
from vgdesk.ui.theme import GAP, MARGIN, current_theme, themed

_WIDTH, _LEAST, _SHARE, _SEARCH = 1080, 640, 0.68, 260
_NONE = "No runs yet. Every training is recorded here: Space begins one."
_NO_FIT = "No run holds these words. Escape shows all."


class LibraryDrawer(Overlay):
    """Lists the runs; what is chosen is opened in the lanes.

    Args:
        window: what it belongs to; ``lie_over`` gives it its place.
        library: the runs.
        find_limit: bytes that the folder should not exceed.
        find_shown: files of the runs on the screen.

    Signals:
        wanted: paths of runs to open, and whether beside the lanes that are there.
        limit_wanted: the user wants another limit of the folder's size.
        said: what was done or refused, and whether that is an error.
    """

    wanted = Signal(object, bool)
    limit_wanted = Signal()
    said = Signal(str, bool)

    def __init__(
        self,
        window: QWidget,
        library: RunLibrary,
        find_limit: Callable[[], int],
        find_shown: Callable[[], Sequence[Path]],
    ):
        super().__init__(window, "library")
        self.setAccessibleName("Library")
        self._below, self._library = window, library
        self._find_limit, self._find_shown = find_limit, find_shown
        self._removed = 0
        self._rows = RunRows(self)
        self._filter = RunFilter(self._rows, self)
        self._table = RunsTable(self._filter)
        self._count = named(QLabel(), "library-count", "muted")
        self._search = named(QLineEdit(placeholderText="Search"), "library-search")
        self._search.setAccessibleName("Search the library")
        self._search.setClearButtonEnabled(True)
        self._empty = named(QLabel(alignment=Qt.AlignmentFlag.AlignCenter), "library-empty", "muted")
        self._strip = NoticeStrip()
        self._buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self._connect()
        self.restyle()

    def lie_over(self, host: QWidget, below: QWidget) -> None:
        """Lie over the left of a widget, above a part of it that stays in sight."""
        self.setParent(host)
        self._host, self._below = host, below
        host.installEventFilter(self)

    def first_focus(self) -> QWidget:
        """The table."""
        return self._table

    def target_geometry(self, room: QRect) -> QRect:
        """At the left, above what stays visible."""
        pixels = current_theme().pixels
        width = min(max(round(_SHARE * room.width()), pixels(_LEAST)), pixels(_WIDTH), room.width())
        height = room.height() - (self._below.height() if self._below.isVisible() else 0)
        return QRect(room.left(), room.top(), width, height)

    @Slot()
    def toggle(self) -> None:
        """Open with the runs as they are now, or close."""
        if not self.isHidden():
            self.dismiss()
            return
        self._show_all()
        self._search.clear()
        super().open()
        self._library.follow(True)
        self._show_entries()
        self._table.select(set(), None)
        self._table.scrollToTop()

    @Slot()
    def dismiss(self) -> None:
        """Close."""
        self._library.follow(False)
        super().dismiss()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what is typed, then closes."""
        if event.key() == Qt.Key.Key_Escape and self._search.text():
            self._search.clear()
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    @Slot()
    def restyle(self) -> None:
        """Apply the current theme."""
        margin, gap = current_theme().pixels(MARGIN), current_theme().pixels(GAP)
        self._whole.setContentsMargins(margin, gap, margin, gap)
        self._whole.setSpacing(gap)
        self._search.setFixedWidth(current_theme().pixels(_SEARCH))

    def _lay_out(self) -> None:
        title = named(QLabel("Library"), "library-title", "name")
        explain = small_button("?", "library-help", "Explain the library and its keys", "Explain the library")
        explain.clicked.connect(lambda: pop_up(LIBRARY, explain))
        close = small_button("×", "library-close", "Close the library (Esc)", "Close the library")
        close.clicked.connect(self.dismiss)
        head, foot = QHBoxLayout(), QHBoxLayout()
        fill(head, title, self._count, None, self._search, explain, close, gap=GAP)
        for name, words, act in self._list_acts():
            foot.addWidget(self._make_button(name, words, act))
        self._buttons["open"].setProperty("primary", "true")
        foot.insertStretch(2, 1)
        self._middle = QStackedLayout()
        self._middle.addWidget(self._table)
        self._middle.addWidget(self._empty)
        self._whole = QVBoxLayout(self)
        self._whole.addLayout(head)
        self._whole.addLayout(self._middle, 1)
        self._whole.addWidget(self._strip)
        self._whole.addLayout(foot)
        QWidget.setTabOrder(self._search, self._table)

    def _list_acts(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        return (
            ("open", "Open", partial(self._open, False)),
            ("beside", "Open beside", partial(self._open, True)),
            ("star", "Star", lambda: self._star(self._table.selected)),
            ("rename", "Rename", self._table.edit_name),
            ("folder", "Show in folder", self._show_in_folder),
            ("limit", "Size limit…", self.limit_wanted.emit),
            ("remove", "To the trash", self._remove),
        )

    def _make_button(self, name: str, words: str, act: Callable[[], object]) -> QPushButton:
        button = self._buttons[name] = named(QPushButton(words), f"library-{name}")
        button.setFlat(name not in ("open", "beside"))
        button.setProperty("flat", button.isFlat())
        button.clicked.connect(lambda: act())
        return button

    def _connect(self) -> None:
        table, library = self._table, self._library
        SearchKeys(self._search, table)
        self._search.textChanged.connect(self._search_for)
        table.opened.connect(self._open)
        table.removal_wanted.connect(self._remove)
        table.star_wanted.connect(self._star)
        table.undo_wanted.connect(self._restore)
        table.typed.connect(self._type)
        table.chosen.connect(self._follow_choice)
        self._rows.renamed.connect(self._rename)
        library.changed.connect(self._show_entries)
        library.reading.progressed.connect(lambda progress: self._count_runs())
        library.failed.connect(lambda text: self.said.emit(text, True))
        themed.changed.connect(self.restyle)

    @Slot()
    def _show_entries(self) -> None:
        """The runs as they are now, with the same of them selected."""
        if self.isHidden():
            return
        selected, current = {entry.path for entry in self._table.selected}, self._current()
        self._rows.show_entries(self._library.entries)
        if {entry.path for entry in self._table.selected} != selected or not selected:
            self._table.select(selected, current)
        self._show_middle()
        self._count_runs()
        self._follow_choice()
        self.offer()

    def _current(self) -> Path | None:
        chosen = self._table.selected
        return chosen[0].path if chosen else None

    def _show_middle(self) -> None:
        is_empty = not self._filter.rowCount() and (self._library.is_read or bool(self._search.text()))
        self._empty.setText(_NO_FIT if self._library.entries else _NONE)
        self._middle.setCurrentIndex(1 if is_empty else 0)

    def _count_runs(self) -> None:
        count, library = len(self._library.entries), self._library
        words = "1 run" if count == 1 else f"{count} runs"
        reading = ", reading…" if library.reading.is_running and not library.is_read else ""
        self._count.setText(f"{words}, {format_bytes(library.bytes)}{reading}")

    @Slot(str)
    def _search_for(self, text: str) -> None:
        selected, current = {entry.path for entry in self._table.selected}, self._current()
        self._filter.search(text)
        self._table.select(selected if not text else set(), current)
        self._show_middle()

    @Slot(str)
    def _type(self, text: str) -> None:
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._search.insert(text)

    @Slot()
    def _follow_choice(self) -> None:
        chosen = self._table.selected
        count, readable = len(chosen), all(entry.facts is not None for entry in chosen)
        self._buttons["open"].setText(f"Compare {count}" if 1 < count <= MAX_LANES else "Open")
        for name in ("open", "beside"):
            self._buttons[name].setEnabled(0 < count <= MAX_LANES and readable)
        for name in ("star", "remove"):
            self._buttons[name].setEnabled(bool(count) and (readable or name == "remove"))
        for name in ("rename", "folder"):
            self._buttons[name].setEnabled(count == 1 and (readable or name == "folder"))

    @Slot(bool)
    def _open(self, beside: bool) -> None:
        chosen = self._table.selected
        broken = next((entry for entry in chosen if entry.facts is None), None)
        if broken is not None:
            self.said.emit(broken.problem or f"{broken.path.name} is not read yet", True)
        elif len(chosen) > MAX_LANES:
            self.said.emit(f"there is room for {MAX_LANES} lanes; select {MAX_LANES} runs at most", True)
        elif chosen:
            self.wanted.emit([entry.path for entry in chosen], beside)

    @Slot(object)
    def _star(self, entries: list[RunEntry]) -> None:
        self._attempt(partial(self._library.star, entries))

    @Slot(object, str)
    def _rename(self, entry: RunEntry, name: str) -> None:
        self._attempt(partial(self._library.rename, entry, name))

    @Slot()
    def _remove(self) -> None:
        chosen, before = self._table.selected, len(self._library.entries)
        self._attempt(partial(self._library.remove, chosen))
        self._removed = before - len(self._library.entries)
        self._filter.show_only(None)
        self.offer()

    @Slot()
    def _restore(self) -> None:
        self._removed = 0
        self._attempt(self._library.restore)
        self.offer()

    def _show_in_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._table.selected[0].path.parent)))

    def offer(self) -> None:
        """Show what can be taken back, or should be removed."""
        limit = self._find_limit()
        offered = self._library.offer_removal(limit, self._find_shown())
        if self._removed:
            words = "1 run is" if self._removed == 1 else f"{self._removed} runs are"
            self._strip.offer(f"{words} in the trash of the system.", "Take back", self._restore)
        elif offered:
            room = f"The runs take {format_bytes(self._library.bytes)}, more than the limit of {format_bytes(limit)}."
            self._strip.offer(room, f"Show what may go ({len(offered)})", partial(self._show_offered, offered))
        else:
            self._strip.hide()

    def _show_offered(self, offered: Sequence[RunEntry]) -> None:
        """The offered runs alone, all selected: nothing is removed before the user says so."""
        paths = {entry.path for entry in offered}
        self._filter.show_only(paths)
        self._table.select(paths, None)
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        freed = format_bytes(sum(entry.bytes for entry in offered))
        words = f"The oldest runs without a star, {freed}: Delete moves the selected ones to the trash."
        self._strip.offer(words, "Show all runs", self._show_all)

    @Slot()
    def _show_all(self) -> None:
        self._removed = 0
        self._filter.show_only(None)
        self._table.select(set(), None)
        self.offer()

    def _attempt(self, act: Callable[[], object]) -> None:
        try:
            act()
        except VgdeskError as error:
            self.said.emit(str(error), True)
