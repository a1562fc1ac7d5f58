"""The builder: shows the spec of the selected lane, and makes a new one of each edit."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from vgdesk.analysis.numbers import format_count
from vgdesk.errors import Problem
from vgdesk.events import DataPreviewed
from vgdesk.experiment.data import DataSpec
from vgdesk.experiment.estimate import estimate
from vgdesk.experiment.limits import find_excess, measure_room
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.experiment.tables import Csv
from vgdesk.form.draft import Draft
from vgdesk.form.state import read_draft
from vgdesk.form.unavailable import follow_edits
from vgdesk.paths import runs_folder
from vgdesk.session.file_reading import FileReading
from vgdesk.ui.builder.reading_row import ReadingRow
from vgdesk.ui.builder.sections import DataSection, NetworkSection, make_sections
from vgdesk.ui.builder.table_dialog import TableDialog
from vgdesk.ui.formatting import format_bytes
from vgdesk.ui.layouts import fill
from vgdesk.ui.named import named
from vgdesk.ui.theme import MARGIN

WIDTH = 268
_SECTION_GAP = 9
_SCROLL_BAR = 8
_NO_BREAK = "\N{NO-BREAK SPACE}"
_DATA = TypeAdapter(DataSpec)


class BuilderPanel(QWidget):
    """Edits one spec; a new one goes out as soon as everything in it fits.

    Attributes:
        header_layout: room above the groups, for the lanes' tabs.

    Signals:
        spec_changed: a whole new valid ``ExperimentSpec``.
        problems_changed: tuple of every ``Problem`` there is now; empty when all is well.
        data_preview_wanted: the ``DataSpec`` whose points the thumbnail waits for.
        data_folder_wanted: the user wants to name the folder of the full data sets.
        download_wanted: kind of the full image set that the user wants to download.
    """

    spec_changed = Signal(object)
    problems_changed = Signal(object)
    data_preview_wanted = Signal(object)
    data_folder_wanted = Signal()
    download_wanted = Signal(str)
    _shown = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("builder")
        self.setAccessibleName("Builder")
        self._draft = Draft(ExperimentSpec())
        self._sent_spec: ExperimentSpec | None = None
        self._sent_problems: tuple[Problem, ...] = ()
        self._sent_data: object = None
        self._sections = make_sections()
        self._data = next(part for part in self._sections if isinstance(part, DataSection))
        self._network = next(part for part in self._sections if isinstance(part, NetworkSection))
        self._reading: FileReading | None = None
        self._before_reading: ExperimentSpec | None = None
        self._reading_row = ReadingRow()
        self._estimate, self._message, self._lock = _note("estimate"), _note("problems"), _note("lock_hint")
        self._is_filled = False
        self._lay_out()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        """Show the plain spec where no other was set."""
        if not self._is_filled:
            self._show()
        super().showEvent(event)

    @property
    def spec(self) -> ExperimentSpec:
        """The last spec in which everything fits."""
        return self._draft.spec

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the edits that wait, or too big for this machine."""
        return self._draft.problems or find_excess(self._draft.spec, measure_room(runs_folder()))

    def set_spec(self, spec: ExperimentSpec) -> None:
        """Show a spec in place of the present one and its waiting edits; emits no ``spec_changed``."""
        self._draft, self._before_reading = Draft(spec), None
        self._sent_spec = spec
        self._show()
        self._emit_changes()

    @Slot(object)
    def set_preview(self, event: DataPreviewed) -> None:
        """Show the points of the present data set; those of another one are dropped."""
        if _DATA.validate_json(event.data_json) == self._draft.spec.data:
            self._data.thumbnail.show_points(event.inputs, event.labels)

    def commit(self) -> None:
        """Emit what is typed and not emitted yet: to be called before anything starts from this spec."""
        for section in self._sections:
            section.commit()

    def follow_reading(self, job: FileReading) -> None:
        """Show what a job reads, and what was found in it as soon as that is known."""
        self._reading = job
        self._reading_row.follow(job)
        job.ended.connect(self._take_reading)

    @Slot()
    def refresh(self) -> None:
        """Look again at the files that the data come from."""
        self._draft.revalidate()
        self._sent_data = None
        self._show()
        self._emit_changes()

    def set_editable(self, editable: bool, hint: str = "") -> None:
        """Let the user edit, or lock all fields; what was typed and not committed is forgotten.

        Args:
            editable: False locks.
            hint: why it is locked and the way out, shown at the foot.
        """
        for section in self._sections:
            section.set_editable(editable)
        self._lock.setText("" if editable else hint)
        self._lock.setVisible(bool(hint) and not editable)

    def _lay_out(self) -> None:
        self.header_layout = QHBoxLayout()
        self.header_layout.setContentsMargins(MARGIN, 10, MARGIN, 0)
        self._area = QScrollArea(self)
        self._area.setObjectName("builder_scroll")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.verticalScrollBar().rangeChanged.connect(self._make_room)
        body = QWidget()
        body.setObjectName("builder_body")
        self._groups_layout = QVBoxLayout(body)
        self._groups_layout.setSpacing(_SECTION_GAP)
        for section in self._sections:
            self._groups_layout.addWidget(section)
        self._groups_layout.addStretch(1)
        self._area.setWidget(body)
        foot = QVBoxLayout()
        foot.setContentsMargins(MARGIN, 6, MARGIN, 10)
        foot.setSpacing(4)
        for note in (self._reading_row, self._estimate, self._message, self._lock):
            foot.addWidget(note)
        fill(QVBoxLayout(self), self.header_layout, self._area, 1, foot, gap=0)
        self.setFixedWidth(WIDTH)
        self._make_room()

    def _connect(self) -> None:
        for section in self._sections:
            section.edited.connect(self._edit)
            section.restored.connect(self._restore)
        self._data.folder_wanted.connect(self.data_folder_wanted)
        self._data.download_wanted.connect(self._want_download)
        self._data.columns_wanted.connect(self.show_columns)
        self._network.table.selected.connect(self._chain_tabs)

    def open_table(self, path: Path) -> None:
        """Learn from a table in the spec that is shown, and show its columns."""
        if self._reading is not None:
            self._reading.retry()
        self._edit({"data": {"kind": "csv", "path": str(path.absolute())}})
        self.show_columns()

    @Slot()
    def show_columns(self) -> None:
        """Show the columns of the table that is chosen, in a dialog that edits what is done to them."""
        data = self._draft.spec.data
        if isinstance(data, Csv):
            dialog = TableDialog(data, self.window())
            if self._reading is not None:
                dialog.reading_row.follow(self._reading)
            dialog.edited.connect(self._edit)
            self._shown.connect(dialog.show_spec)
            dialog.open()

    @Slot()
    def _want_download(self) -> None:
        self.download_wanted.emit(self._draft.spec.data.kind)

    @Slot(object)
    def _edit(self, edits: dict[str, Any]) -> None:
        before = self._draft.spec
        self._draft.change(edits | follow_edits(before, edits))
        if self._before_reading is None and self._is_unread:
            self._before_reading = before
        self._show()
        self._emit_changes()

    @property
    def _is_unread(self) -> bool:
        data = self._draft.spec.data
        return isinstance(data, Csv) and data.is_unread

    @Slot()
    def _take_reading(self) -> None:
        """Show what is known of the table by now, and change with it what could not be changed before."""
        if self._before_reading is not None and not self._is_unread:
            before, self._before_reading = self._before_reading, None
            self._draft.change(follow_edits(before, {"data": self._draft.spec.data.model_dump()}))
        self._draft.revalidate()
        self._show()
        self._emit_changes()

    @Slot(object)
    def _restore(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._draft.drop(path)
        self._show()
        self._emit_changes()

    def _show(self) -> None:
        self._is_filled = True
        problems = (each for each in self.problems if each.field != "data.path" or not self._is_unread)
        state = read_draft(self._draft, problems)
        for section in self._sections:
            section.show_state(state)
        self._show_foot(state.messages)
        self._chain_tabs()
        self._shown.emit(self._draft)

    def _show_foot(self, messages: Mapping[str, str]) -> None:
        cost = estimate(self._draft.spec)
        counts = {"parameters": cost.parameters, "steps": cost.steps, "samples": cost.samples}
        sizes = {"file": cost.file_bytes, "memory": cost.memory_bytes}
        parts = [f"{format_count(count)} {name}" for name, count in counts.items()]
        parts += [f"{format_bytes(size)} {name}" for name, size in sizes.items()]
        self._estimate.setText(f"{_NO_BREAK}· ".join(part.replace(" ", _NO_BREAK) for part in parts))
        self._estimate.setVisible(not messages and not self._is_unread)
        first, *others = [*reversed([*messages.values()])] or [""]
        self._message.setText(f"{first} (and {len(others)} more)" if others else first)
        self._message.setToolTip("\n".join((first, *others)))
        self._message.setVisible(bool(messages))

    def _emit_changes(self) -> None:
        spec = self._draft.spec
        if spec.data != self._sent_data:
            self._sent_data = spec.data
            self._data.thumbnail.clear()
            self.data_preview_wanted.emit(spec.data)
        if self._draft.problems != self._sent_problems:
            self._sent_problems = self._draft.problems
            self.problems_changed.emit(self._sent_problems)
        if not self._draft.waiting and spec != self._sent_spec:
            self._sent_spec = spec
            self.spec_changed.emit(spec)

    @Slot()
    def _chain_tabs(self) -> None:
        for before, after in pairwise([widget for section in self._sections for widget in section.tab_chain()]):
            QWidget.setTabOrder(before, after)

    @Slot()
    def _make_room(self) -> None:
        """Keep the fields in place when the scroll bar comes and goes: it is in the right margin."""
        scrolls = self._area.verticalScrollBar().maximum() > 0
        self._groups_layout.setContentsMargins(MARGIN, 10, MARGIN - (_SCROLL_BAR if scrolls else 0), 4)


def _note(name: str) -> QLabel:
    label = named(QLabel(), name, "bad" if name == "problems" else "label")
    label.setWordWrap(True)
    label.hide()
    return label
