"""The definition of every measure, from the table that the program itself measures by."""

from html import escape

from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from vgdesk.measures import TENSORS, Tensor, measures_of
from vgdesk.ui.dialogs.page import make_page
from vgdesk.ui.named import named
from vgdesk.ui.theme import current_theme

_INTRODUCTION = (
    "x runs over the n entries of the tensor, for one layer at one step; L is the loss. "
    "Squares are added up in double precision, so that a tiny gradient does not become 0 on the way."
)
_WIDTH, _HEIGHT = 760, 560
_SHARES = (25, 45, 30)  # of the width, in percent: one grid for all tables


def show_measures(parent: QWidget) -> QDialog:
    """Open the table; it stays open while the user works on."""
    page = named(QTextBrowser(), "measures-page")
    page.setFrameShape(QTextBrowser.Shape.NoFrame)
    page.setAccessibleName("Measures")
    page.setHtml(measures_page())
    dialog = make_page(parent, "Measures", "measures", page)
    dialog.resize(current_theme().pixels(_WIDTH), current_theme().pixels(_HEIGHT))
    dialog.show()
    return dialog


def measures_page() -> str:
    """The table as HTML: the tensors that share their measures together, and a row a measure."""
    families: dict[str, list[Tensor]] = {}
    for tensor in TENSORS:
        families.setdefault(tensor.family, []).append(tensor)
    return f"<p>{_INTRODUCTION}</p>" + "".join(map(_section, families.values()))


def _section(tensors: list[Tensor]) -> str:
    muted = current_theme().muted
    first, *others = tensors
    heading = f"<h3>{_name(first)}</h3>"
    also = f"<p style='color:{muted}'>also of {', '.join(map(_name, others))}</p>" if others else ""
    rows = "".join(
        f"<tr><td>{escape(measure.label)}&nbsp;&nbsp;</td><td>{escape(measure.formula)}&nbsp;&nbsp;</td>"
        f"<td style='color:{muted}'>{escape(measure.source)}</td></tr>"
        for measure in measures_of(first.key)
    )
    titles = "".join(
        f"<td width='{share}%' style='color:{muted}'>{title}</td>"
        for title, share in zip(("Measure", "Formula", "Source"), _SHARES, strict=True)
    )
    return f"{heading}{also}<table cellspacing='0' cellpadding='3' width='100%'><tr>{titles}</tr>{rows}</table>"


def _name(tensor: Tensor) -> str:
    return f"{escape(tensor.label)} ({escape(tensor.symbol)})"
