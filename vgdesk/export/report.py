"""A page about runs: what was asked, how it fared and why, pictures and tables."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from vgdesk import __version__
from vgdesk.analysis.colors import LIGHT
from vgdesk.analysis.columns import Columns
from vgdesk.analysis.numbers import format_epoch, format_value
from vgdesk.experiment.remedy_table import Remedy
from vgdesk.export.caption import describe_run, find_lesson_title
from vgdesk.export.figures import draw_svg
from vgdesk.export.identity import name_layers, name_runs
from vgdesk.export.numbers import Advance
from vgdesk.export.page import Cell, figure, group, heading, listing, paragraph, table, write_page
from vgdesk.export.specs import spec_tree
from vgdesk.measures import find_measure, find_tensor
from vgdesk.pictures.catalog import find_picture
from vgdesk.pictures.findings import FindingsFrame, describe_place, findings_frame
from vgdesk.pictures.frame import Nothing
from vgdesk.pictures.heatmaps import HEATMAPS, usual_columns
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.view import LaneView, View, view_lane
from vgdesk.runs.history import History

_PLOTS = ("depth", "loss", "accuracy")
_OF_ONE_LANE = ("gradient", "weight", "update", "histogram")
_PLOT, _WIDE = (430, 270), (920, 190)
_SHOWN_REMEDIES = 5
_HEAD = 60  # pixels of the heatmaps that no lane takes
_MEASURES = (
    ("activation", "rms"),
    ("signal", "rms"),
    ("gradient", "rms"),
    ("gradient", "mean_abs"),
    ("weight", "rms"),
    ("update", "ratio"),
)


def fill(histories: Sequence[History], draft: Path, advance: Advance) -> None:
    """Write a page that needs nothing else, to be read on a screen of any size and to be printed."""
    view = _view_of(histories)
    share = len(histories) / (5 + len(histories))  # parts of a page of runs that have samples
    parts: list[str] = []
    for part in _list_parts(view):
        parts.append(part)
        advance(share)
    advance(len(histories))
    titles = list(dict.fromkeys(title for each in histories if (title := find_lesson_title(each))))
    title = " and ".join(titles or name_runs(histories)) or "No runs"
    draft.write_text(write_page(title, parts), encoding="utf-8", newline="")


def _view_of(histories: Sequence[History]) -> View:
    names = name_runs(histories)
    lanes = tuple(view_lane(names[at], at, history) for at, history in enumerate(histories))
    return View(lanes=lanes, columns=Columns(usual_columns(histories) or Columns().shown))


def _list_parts(view: View) -> Iterator[str]:
    runs = [lane.run for lane in view.lanes]
    began = [f"{datetime.fromtimestamp(run.started.started, UTC):%Y-%m-%d %H:%M} UTC" for run in runs]
    yield paragraph(" · ".join([*dict.fromkeys(began), f"vgdesk {__version__}"]), "muted")
    found = [findings_frame(lane) for lane in view.lanes]
    yield _verdicts(view, found)
    if view.is_sampled:
        yield heading("Pictures")
        yield _draw_heatmaps(view)
        yield group((_draw(view, key) for key in _PLOTS), "plots")
    for place, (lane, frame) in enumerate(zip(view.lanes, found, strict=True)):
        yield _lane(replace(view, selected=place), lane, frame)


def _verdicts(view: View, found: Sequence[FindingsFrame | None]) -> str:
    time = "Epochs" if view.counted_by is None else "Steps"
    numbers = (time, "Loss", "Accuracy", "Test accuracy", "Seconds")
    columns = list(zip(*(_scores(lane.run, time) for lane in view.lanes), strict=True))
    known = [(title, column) for title, column in zip(numbers, columns, strict=False) if any(column)]
    rows = []
    for place, (lane, frame) in enumerate(zip(view.lanes, found, strict=True)):
        verdict = None if frame is None else frame.diagnosis.verdict
        words = Cell("no samples" if verdict is None else verdict.text, tone="" if verdict is None else verdict.tone)
        scores = [Cell(column[place], is_number=True) for _, column in known]
        rows.append([Cell(lane.name, mark=LIGHT.lane(lane.color)), words, *scores])
    header = [Cell("Lane"), Cell("Verdict"), *(Cell(title, is_number=True) for title, _ in known)]
    return heading("Verdict") + table(header, rows)


def _scores(run: History, time: str) -> list[str]:
    scores = run.scores
    last = [float(each[-1]) if len(each) else float("nan") for each in vars(scores).values()]
    _, _, loss, accuracy, _, test_accuracy = last
    shares = ["" if share != share else f"{share:.1%}" for share in (accuracy, test_accuracy)]
    seconds = "" if run.ended is None else f"{run.ended.seconds:.1f}"
    length = f"{run.step}" if time == "Steps" else format_epoch(run.step / run.started.steps_per_epoch)
    return [length, "" if loss != loss else format_value(loss), *shares, seconds]


def _lane(view: View, lane: LaneView, frame: FindingsFrame | None) -> str:
    run = lane.run
    parts = [heading(lane.name, mark=LIGHT.lane(lane.color)), paragraph(describe_run(run), "muted")]
    parts += [paragraph(run.note, "bad")] if run.note else []
    if frame is not None:
        parts += _evidence(frame, "epoch" if run.started.has_epochs else "step")
        parts.append(_layers(run))
        parts.append(group((_draw(view, key) for key in _OF_ONE_LANE), "plots"))
    told = heading("What was watched" if run.started.is_watched else "Spec", 3)
    return "".join([*parts, told, listing(json.dumps(spec_tree(run), indent=2, ensure_ascii=False))])


def _evidence(frame: FindingsFrame, time: str) -> Iterator[str]:
    diagnosis = frame.diagnosis
    rate = f" The signal {diagnosis.rate.text}." if diagnosis.rate is not None else ""
    yield heading(f"Why: {diagnosis.verdict.text}", 3)
    yield paragraph(f"At {time} {format_epoch(frame.epoch)}.{rate}")
    if frame.first_bad is not None:
        yield paragraph(f"First went bad: {frame.first_bad.text}")
    for finding, epoch in zip(diagnosis.findings, frame.epochs, strict=True):
        cause = "cause: " if finding.is_cause else ""
        yield group(
            (
                paragraph(f"{cause}{finding.rule}: {describe_place(finding, epoch)}", f"{finding.tone} cause"),
                paragraph(finding.sentence),
                paragraph(_say_remedies(finding.remedies), "muted") if finding.remedies else "",
            ),
            "finding",
        )
    yield from (paragraph(note, "muted") for note in diagnosis.notes)


def _say_remedies(remedies: Sequence[Remedy]) -> str:
    return f"What may help: {'; '.join(remedy.title for remedy in remedies[:_SHOWN_REMEDIES])}."


def _layers(run: History) -> str:
    """A row a layer: the measures at the first and at the last sample."""
    shown = [key for key in _MEASURES if key in run.layout and run.layout.rows(key[0]) is run.layout.layers]
    if not shown or not run.sample_count:
        return ""
    titles = [f"{find_tensor(tensor).label}, {find_measure(tensor, each).short}" for tensor, each in shown]
    header = [Cell("Layer"), *(Cell(title, is_number=True) for title in titles)]
    rows = [
        [Cell(name), *(Cell(_first_and_last(run, key, place), is_number=True) for key in shown)]
        for place, name in reversed(list(enumerate(name_layers(run, "weight"))))
    ]
    return heading("Layers, first sample → last", 3) + table(header, rows)


def _first_and_last(run: History, key: tuple[str, str], layer: int) -> str:
    values = run.grid(*key)[:, layer]
    last = -2 if key[0] == "update" and run.has_closing_sample and len(values) > 1 else -1
    return f"{format_value(float(values[0]))} → {format_value(float(values[last]))}"


def _draw_heatmaps(view: View) -> str:
    frame = HEATMAPS.frame_of(view, Sources())
    if isinstance(frame, Nothing):
        return ""
    width, height = _WIDE
    svg = draw_svg([frame], (width, _HEAD + height * len(view.lanes)), LIGHT)
    return figure(svg, "A row a layer, the input at the bottom; a column a sample.", frame.description, is_wide=True)


def _draw(view: View, key: str) -> str:
    """A plot; nothing where it has nothing to show, or not a single point."""
    frame = find_picture(key)[0].frame_of(view, Sources())
    curves = getattr(frame, "curves", None)
    if isinstance(frame, Nothing) or (curves is not None and not any(np.isfinite(each.y).any() for each in curves)):
        return ""
    return figure(draw_svg([frame], _PLOT, LIGHT), frame.note, frame.description)
