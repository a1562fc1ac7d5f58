"""Pictures of what the window shows: into a file, as a film, to the clipboard, on paper."""

from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QRect, Slot
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget, QWidget

from vgdesk.analysis.colors import DARK, LIGHT, Palette
from vgdesk.errors import VgdeskError
from vgdesk.export.formats import format_named
from vgdesk.pictures.catalog import GROUPS, find_picture
from vgdesk.pictures.frame import Frame, Nothing
from vgdesk.pictures.heatmaps import KEY as HEATMAPS
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.view import View
from vgdesk.session.session import Session
from vgdesk.session.settings import Settings
from vgdesk.ui.dashboard import Dashboard
from vgdesk.ui.dialogs.export_picture import PictureWish, ask_picture
from vgdesk.ui.dialogs.job_progress import JobProgressDialog
from vgdesk.ui.filming import Filming
from vgdesk.ui.pane_under_pointer import pane_under_pointer
from vgdesk.ui.theme import current_theme

WHOLE = "shown"
"""Key of all that is shown; the dashboard is the same everywhere, see ``GROUPS``."""

_TITLES = {WHOLE: "All panes shown", "dashboard": "Dashboard, as vgdesk export has it", HEATMAPS: "Heatmaps"}
_PRINT_DOTS = 200  # an inch
_PAPER_WIDTH = 1900  # pixels that the dashboard is drawn with at least, whatever the printer


class AskTarget(Protocol):
    """Asks for the file to write; None if cancelled."""

    def __call__(self, title: str, suffix: str, files: str) -> Path | None:
        """Ask under a title for a file of a suffix."""


class PictureCommands(QObject):
    """What the File and Edit menus do with pictures. Every method raises VgdeskError where it is refused.

    Args:
        session: whose runs are shown.
        dashboard: what shows them.
        ask_target: asks for the file to write.
        settings: remembers whether a caption is wanted.

    Attributes:
        filming: writes films.
    """

    def __init__(self, session: Session, dashboard: Dashboard, ask_target: AskTarget, settings: Settings):
        super().__init__(dashboard)
        self._settings = settings
        self._session, self._dashboard, self._ask_target = session, dashboard, ask_target
        self._sources = Sources()  # not the window's: its heatmaps have other widths
        self.filming = Filming(self)
        self.filming.done.connect(self._report_done)
        self.filming.failed.connect(self._report_failed)
        self.filming.cancelled.connect(self._report_cancelled)

    def export(self) -> None:
        """Ask what to draw, where to, and write it."""
        self._refuse_nothing()
        wish = ask_picture(self._titles(), self._settings.has_captions, self._dashboard.window())
        if wish is None:
            return
        self._settings.has_captions = wish.has_caption
        chosen = format_named(wish.kind)
        is_film = chosen.kind == "film"
        if is_film:
            self._check_film(wish)
        target = self._ask_target("Export picture", f".{chosen.suffix}", chosen.file_filter)
        if target is None:
            return
        if is_film:
            self._start_film(wish, target)
        else:
            from vgdesk.export.figures import write_figure  # noqa: PLC0415 - matplotlib would delay the start

            view = self._dashboard.view()
            frames = self._make(wish.pane, view)
            caption = self._caption(wish, view)
            write_figure(frames, target, size=wish.size, palette=_palette(wish.theme), caption=caption)
            self._session.message.emit(f"wrote {target.name}", False)

    def copy(self) -> None:
        """Put the pane under the pointer, as it is on the screen, on the clipboard; else the whole dashboard."""
        key = pane_under_pointer(self._dashboard)
        QApplication.clipboard().setPixmap(self._widget(key).grab())
        self._session.message.emit(f"copied {self._title(key)} as a picture", False)

    def print_dashboard(self) -> None:
        """Ask for a printer and print the whole dashboard on a page, in light colours."""
        self._refuse_nothing()
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        printer.setDocName("vgdesk")
        dialog = QPrintDialog(printer, self._dashboard.window())
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        if accepted:
            self.paint_page(printer)
            self._session.message.emit("printed all panes shown", False)

    def paint_page(self, printer: QPrinter) -> None:
        """Draw the whole dashboard on the page of a printer.

        Raises:
            VgdeskError: the printer does not take it.
        """
        from vgdesk.export.figures import render  # noqa: PLC0415 - matplotlib would delay the start

        inches = printer.pageRect(QPrinter.Unit.Inch)
        scale = max(_PRINT_DOTS, _PAPER_WIDTH / inches.width())
        size = (round(inches.width() * scale), round(inches.height() * scale))
        pixels = render(self._make(WHOLE, self._dashboard.view()), size, LIGHT)
        image = QImage(pixels.data, *size, 3 * size[0], QImage.Format.Format_RGB888)
        painter = QPainter()
        if not painter.begin(printer):
            raise VgdeskError("the printer does not answer; choose another one or print to a file")
        page = printer.pageRect(QPrinter.Unit.DevicePixel)
        painter.drawImage(QRect(0, 0, round(page.width()), round(page.height())), image)
        painter.end()

    def close(self) -> None:
        """End what is under way."""
        self.filming.close()

    def _check_film(self, wish: PictureWish) -> None:
        from vgdesk.export.animation import check_kind  # noqa: PLC0415 - matplotlib would delay the start

        check_kind(Path(f"film.{wish.kind}"))
        self.filming.refuse_second()

    def _start_film(self, wish: PictureWish, target: Path) -> None:
        from vgdesk.export.animation import Film, film_epochs  # noqa: PLC0415 - matplotlib would delay the start

        view = self._dashboard.view()
        caption = self._caption(wish, view)
        film = Film(wish.size, _palette(wish.theme), wish.seconds, grows=wish.grows, caption=caption)
        epochs = film_epochs([lane.history for lane in view.lanes], film)
        self.filming.start(target, film, epochs, partial(self._make_light, wish.pane, view))
        JobProgressDialog(self.filming, "Export film", f"Writing {target.name}…", self._dashboard.window())

    def _caption(self, wish: PictureWish, view: View) -> tuple[str, ...]:
        from vgdesk.export.caption import write_caption  # noqa: PLC0415 - reads all lessons

        return write_caption(self._make(wish.pane, view), view.lanes) if wish.has_caption else ()

    def _make_light(self, pane: str, view: View, epoch: float) -> list[Frame]:
        return [frame.without_readouts() for frame in self._make(pane, view.at(epoch))]

    def _make(self, pane: str, view: View) -> list[Frame]:
        """The frames of a pane, of all visible ones, or of the dashboard."""
        keys = self._shown() if pane == WHOLE else GROUPS.get(pane, (pane,))
        made = [find_picture(key)[0].frame_of(view, self._sources) for key in keys]
        found = [frame for frame in made if not isinstance(frame, Nothing)]
        if not found:
            reasons = {nothing.reason for nothing in made if isinstance(nothing, Nothing)}
            raise VgdeskError(f"{self._title(pane)} shows nothing now: {'; '.join(reasons)}")
        return found

    def _shown(self) -> tuple[str, ...]:
        """Keys of the visible pictures, the heatmaps first."""
        toggles = zip(self._dashboard.keys, self._dashboard.docks.toggles, strict=True)
        return (HEATMAPS, *(key for key, toggle in toggles if toggle.isChecked()))

    def _titles(self) -> dict[str, str]:
        """Of all that can be exported, the pane under the pointer first."""
        keys = (*_TITLES, *self._dashboard.keys)
        first = pane_under_pointer(self._dashboard) or WHOLE
        return {key: self._title(key) for key in sorted(keys, key=lambda key: key != first)}

    def _title(self, key: str) -> str:
        title = _TITLES.get(key or WHOLE) or self._dashboard.title(key)
        return title[:1].upper() + title[1:]

    def _widget(self, key: str) -> QWidget:
        """The pane of a key with its header; for none the whole dashboard."""
        if not key:
            return self._dashboard
        if key == HEATMAPS:
            return self._dashboard.heatmaps
        pane = self._dashboard.pane(key)
        dock = pane.parentWidget()
        return dock if isinstance(dock, QDockWidget) else pane

    def _refuse_nothing(self) -> None:
        if not self._dashboard.view().is_sampled:
            raise VgdeskError("there is nothing to draw yet; train a lane first")

    @Slot(object)
    def _report_done(self, path: Path) -> None:
        self._session.message.emit(f"wrote {path.name}", False)

    @Slot(str)
    def _report_failed(self, why: str) -> None:
        self._session.message.emit(why, True)

    @Slot()
    def _report_cancelled(self) -> None:
        self._session.message.emit("the film was cancelled; no file was written", False)


def _palette(theme: str) -> Palette:
    return {"dark": DARK, "light": LIGHT}[theme or current_theme().name]
