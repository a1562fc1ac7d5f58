"""Parts of a page that opens without a network: all that it needs stands in it."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from vgdesk.paths import resource


class Cell(NamedTuple):
    """A cell of a table.

    Attributes:
        words: what stands in it.
        is_number: whether it is aligned at the right.
        tone: ``good``, ``bad``, or empty.
        mark: colour of a dot before the words, ``#rrggbb``; empty for none.
    """

    words: str
    is_number: bool = False
    tone: str = ""
    mark: str = ""


def write_page(title: str, parts: Iterable[str]) -> str:
    """A whole page.

    Args:
        title: of the window and above everything.
        parts: HTML, from the top.
    """
    style = resource("styles/report.css").read_text("utf-8")
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style>"
    )
    body = "\n".join((f"<h1>{escape(title)}</h1>", *parts))
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'


def heading(words: str, level: int = 2, mark: str = "") -> str:
    """A heading; with a dot of a colour before it."""
    return f"<h{level}>{_dot(mark)}{escape(words)}</h{level}>"


def paragraph(words: str, tone: str = "") -> str:
    """A paragraph, in a tone: ``good``, ``bad``, ``muted``, ``cause``."""
    return f'<p class="{tone}">{escape(words)}</p>' if tone else f"<p>{escape(words)}</p>"


def table(header: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> str:
    """A table that scrolls by itself where it is wider than the page."""
    titles = "".join(f"<th{_class(cell)}>{escape(cell.words)}</th>" for cell in header)
    lines = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table></div>'


def figure(svg: str, words: str, description: str, is_wide: bool = False) -> str:
    """A picture, with words below and a description for screen readers."""
    named = svg.replace("<svg ", f'<svg role="img" aria-label="{escape(description)}" ', 1)
    below = f"<figcaption>{escape(words)}</figcaption>" if words else ""
    kind = ' class="wide"' if is_wide else ""
    return f"<figure{kind}>{named}{below}</figure>"


def listing(text: str) -> str:
    """Text as it is."""
    return f"<pre>{escape(text)}</pre>"


def group(parts: Iterable[str], name: str) -> str:
    """Parts that belong together, under a class of the style sheet."""
    return f'<div class="{name}">{"".join(parts)}</div>'


def _cell(cell: Cell) -> str:
    return f"<td{_class(cell)}>{_dot(cell.mark)}{escape(cell.words)}</td>"


def _class(cell: Cell) -> str:
    names = " ".join(filter(None, ("number" if cell.is_number else "", "marked" if cell.mark else "", cell.tone)))
    return f' class="{names}"' if names else ""


def _dot(color: str) -> str:
    return f'<span class="mark" style="background:{color}"></span>' if color else ""
