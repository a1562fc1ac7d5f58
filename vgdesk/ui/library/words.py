"""The words of the library's cells."""

import math
from datetime import datetime

from vgdesk.analysis.numbers import format_value
from vgdesk.library.entries import RunEntry, RunState

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PERCENT = 100


def format_date(seconds: float, now: datetime) -> str:
    """A moment, as short as it is told apart from others: ``14:03``, ``1 Dec 14:03``, ``1 Dec 2025``.

    Args:
        seconds: since 1970.
        now: the present, with its time zone.
    """
    when = datetime.fromtimestamp(seconds, now.tzinfo)
    if when.date() == now.date():
        return f"{when:%H:%M}"
    day = f"{when.day} {_MONTHS[when.month - 1]}"
    return f"{day} {when:%H:%M}" if when.year == now.year else f"{day} {when.year}"


def format_loss(entry: RunEntry) -> str:
    """The loss at the end; empty where it is not known."""
    loss = entry.facts.loss if entry.facts else math.nan
    return "" if math.isnan(loss) else format_value(loss, 3)


def describe_difference(entry: RunEntry) -> str:
    """What sets a run apart, or what is wrong with its file."""
    return entry.trouble or entry.difference


def describe_state(entry: RunEntry) -> str:
    """How far a run is, where it has not come to its end: ``running, 40 %``, ``cut off at 40 %``."""
    facts = entry.facts
    if entry.state in (RunState.FINISHED, RunState.UNREADABLE) or facts is None:
        return "" if entry.state is RunState.FINISHED else str(entry.state)
    if not facts.total_steps:
        return str(entry.state)
    share = f"{math.floor(_PERCENT * facts.step / facts.total_steps)} %"
    return f"{entry.state}, {share}" if entry.state is RunState.RUNNING else f"{entry.state} at {share}"


def describe_run(entry: RunEntry) -> str:
    """What a run is of; of one that cannot be read, its file."""
    return entry.facts.about if entry.facts else entry.path.name


def searched_text(entry: RunEntry) -> str:
    """All words that a run is found by, folded."""
    facts = entry.facts
    known = (facts.lane, facts.about, facts.verdict) if facts else ()
    star = "star" if entry.shown.is_starred else ""
    parts = (entry.name, *known, entry.difference, describe_state(entry), entry.problem, star, entry.path.name)
    return " ".join(parts).casefold()
