"""What the window adds to a screen: its lesson, the columns and places of its panes, and their choices."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QByteArray

from vgdesk.analysis.columns import Columns
from vgdesk.lessons.catalog import Lesson
from vgdesk.pictures.view import Choices
from vgdesk.ui.desk import Desk


@dataclass(frozen=True)
class Look:
    """How the lanes were shown.

    Attributes:
        lesson: that was there; None for none.
        title: of the window.
        keeps_layout: whether the panes stayed where they were when it came.
        page: of the story.
        columns: of each lane.
        layout: where the panes were.
        choices: of each pane, by its key.
    """

    lesson: Lesson | None
    title: str
    keeps_layout: bool
    page: int
    columns: Columns
    layout: QByteArray
    choices: Mapping[str, Choices]


def take_look(desk: Desk) -> Look:
    """How the lanes are shown now."""
    current, dashboard = desk.lesson, desk.dashboard
    return Look(
        current.lesson,
        current.title,
        current.keeps_layout,
        desk.story.place,
        dashboard.heatmaps.columns,
        dashboard.docks.save(),
        {pane.key: pane.choices for pane in dashboard.docks.panes},
    )


def put_look(desk: Desk, look: Look, has_other_runs: bool) -> None:
    """Show the lanes as they were: panes move only for another lesson, and choices change only for other runs."""
    current, dashboard = desk.lesson, desk.dashboard
    if (look.lesson, look.title) != (current.lesson, current.title):
        current.show(look.title, look.lesson, keeps_layout=look.keeps_layout)
        desk.story.turn(look.page)
        dashboard.set_columns(look.columns)
        dashboard.docks.restore(look.layout)
    if has_other_runs:
        dashboard.put_choices(look.choices)
