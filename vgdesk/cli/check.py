"""The command that checks what the lessons claim."""

import argparse
import json
import math
import os
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

from vgdesk.cli.console import CLAIM_FAILED, clear_progress, has_terminal, say, show_progress
from vgdesk.cli.data_dir import add_data_dir
from vgdesk.errors import VgdeskError

if TYPE_CHECKING:
    from vgdesk.checking.check import CheckedClaim, CheckedLesson
    from vgdesk.lessons.catalog import Lesson

_MOST_JOBS = 8


def add_parser(commands: Any) -> None:
    """Add the command with its options."""
    jobs = min(os.cpu_count() or 1, _MOST_JOBS)
    parser = commands.add_parser("check", help="train the networks of lessons and check what is claimed of them")
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="ids of lessons (default: all)")
    parser.add_argument("--nets", type=int, default=5, metavar="N", help="networks a claim, seeds apart (default: 5)")
    parser.add_argument("--first-seed", type=int, default=0, metavar="N", help="seed of the first (default: 0)")
    parser.add_argument("--jobs", type=int, default=jobs, metavar="N", help="networks at a time (default: cores)")
    add_data_dir(parser)
    parser.add_argument("--json", action="store_true", help="print the result as one JSON list")
    parser.set_defaults(act=check_claims)


def check_claims(options: argparse.Namespace) -> int:
    """Check lessons and print each claim with its figure and its bound.

    Returns:
        0, or 1 when a claim fails.
    """
    from vgdesk.checking.check import CheckedLesson, check_lessons

    lessons = _wanted_lessons(options.lessons)
    if options.jobs < 1:
        raise VgdeskError(f"--jobs {options.jobs}: take 1 or more")
    watched, began = has_terminal(), time.monotonic()
    checked: list[CheckedLesson] = []
    try:
        with closing(check_lessons(lessons, options.nets, options.first_seed, options.jobs)) as news:
            for item in news:
                if isinstance(item, CheckedLesson):
                    checked.append(item)
                    _say_lesson(item, watched=watched, quiet=options.json)
                elif watched:
                    show_progress(item.done / max(item.total, 1), f"network {item.done}/{item.total}")
    finally:
        if watched:
            clear_progress()
    if options.json:
        say(json.dumps([_to_table(item) for item in sorted(checked, key=lambda item: lessons.index(item.lesson))]))
    else:
        say(_summary(checked, options.nets, time.monotonic() - began))
    return 0 if all(item.passed for item in checked) else CLAIM_FAILED


def _wanted_lessons(names: list[str]) -> "list[Lesson]":
    from vgdesk.lessons.catalog import find_lesson, list_lessons

    for name in names:
        id, slash, _ = name.partition("/")
        if slash:
            raise VgdeskError(f"{name}: a lesson is checked with all its variants; take {id}")
    return [find_lesson(name) for name in dict.fromkeys(names)] or list(list_lessons())


def _say_lesson(checked: "CheckedLesson", *, watched: bool, quiet: bool) -> None:
    if quiet:
        return
    if watched:
        clear_progress()
    shipped = " (shipped images)" if checked.lesson.on_shipped else ""
    title = f"{checked.lesson.id}: {checked.lesson.title}{shipped}"
    say(f"{title:<66} {checked.seconds:6.1f} s", *map(_to_line, checked.claims), "")


def _to_line(checked: "CheckedClaim") -> str:
    verdict = "pass" if checked.passed else "FAIL"
    figures = f"{checked.text:<23}  {checked.figure:>10.4g}  {checked.bounds.label:<18}"
    return f"  {verdict} {figures}  {checked.claim.text}"


def _summary(lessons: "list[CheckedLesson]", nets: int, seconds: float) -> str:
    claims = [checked for lesson in lessons for checked in lesson.claims]
    failed = sum(not checked.passed for checked in claims)
    verdict = f"{failed} of {len(claims)} claims FAIL" if failed else f"all {len(claims)} claims hold"
    rule = f"of {nets} networks as many as expected, but for chance in less than 1 % of checks"
    return f"{verdict}: {rule}; beside them the medians; {seconds:.0f} s"


def _to_table(checked: "CheckedLesson") -> dict[str, Any]:
    return {"lesson": checked.lesson.id, "claims": [_claim_to_table(claim) for claim in checked.claims]}


def _claim_to_table(checked: "CheckedClaim") -> dict[str, Any]:
    """A figure that is no number is null."""
    variant = {"variant": checked.claim.variant} if checked.claim.variant else {}
    return {
        "claim": checked.claim.text,
        **variant,
        "figure": checked.figure if math.isfinite(checked.figure) else None,
        "bound": checked.bounds.model_dump(exclude_none=True),
        "passed": checked.passed,
        "count": checked.count,
        "networks": len(checked.figures),
        "expected": [checked.least, len(checked.figures)],
        "share": checked.share,
        "claimed_share": checked.claim.share,
    }
