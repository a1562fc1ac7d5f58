"""The command that writes files for people out of recorded runs."""

import argparse
import math
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vgdesk.cli.console import clear_progress, complain, has_terminal, show_progress
from vgdesk.cli.loss_scale import add_loss_scale
from vgdesk.errors import VgdeskError
from vgdesk.export.formats import FORMATS, WRITTEN, FormatKind, format_named, formats_of, join_words

if TYPE_CHECKING:
    from vgdesk.events import DataPreviewed
    from vgdesk.export.animation import Film
    from vgdesk.pictures.view import View
    from vgdesk.runs.history import History

_PANE_HELP = (
    "which pane (default: heatmap), such as loss, depth:gradient or histogram:weight; 'all' for every one, "
    "'dashboard' for the usual ones; several share one picture"
)
_MOVING = "960x540"
_MOST_FRAMES, _MOST_SECONDS = 600, 600
_MOST_SMOOTHED = 10_000


def add_parser(commands: Any) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("export", help="write the numbers or a picture of a run")
    parser.add_argument("runs", nargs="+", type=Path, metavar="RUN.vgrun", help="runs; several share one picture")
    for each in FORMATS:
        parser.add_argument(f"--{each.id}", type=Path, metavar="FOLDER" if each.is_folder else "FILE", help=each.says)
    parser.add_argument("--pane", action="append", metavar="PANE", help=_PANE_HELP)
    parser.add_argument(
        "--size", metavar="WxH", help=f"in pixels (default: as fits, such as 1920x1080; moving {_MOVING})"
    )
    parser.add_argument("--epoch", type=float, metavar="E", help="the cursor of a picture (default: the last epoch)")
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="its colours (default: light)")
    parser.add_argument("--no-caption", action="store_true", help="no lines with title, spec, seed and version below")
    parser.add_argument("--own-scales", action="store_true", help="heatmaps: give each run colours of its own")
    parser.add_argument("--lane", type=int, default=1, metavar="N", help="which run, in panes of one (default: 1)")
    parser.add_argument("--layer", type=int, metavar="N", help="which layer, in panes of one; 1 at the input")
    parser.add_argument("--smooth", type=int, default=0, metavar="N", help="loss: draw the mean of N batches")
    add_loss_scale(parser)
    parser.add_argument("--since", type=float, metavar="E", help="show the change of weights since this epoch")
    parser.add_argument("--seconds", type=float, default=10.0, metavar="S", help="a film lasts (default: 10)")
    parser.add_argument("--frames", type=int, default=100, metavar="N", help="pictures in a film (default: 100)")
    parser.add_argument("--whole", action="store_true", help="a film moves the cursor only, over the whole run")
    parser.set_defaults(act=export_run)


def export_run(options: argparse.Namespace) -> int:
    """Write the files asked for."""
    from vgdesk.runs.reader import read_run

    wish = _read_wish(options)
    histories = [read_run(path) for path in options.runs]
    for history in histories:
        if history.note:
            complain(history.note)
    for id, path in wish.numbers.items():
        _write_numbers(histories, path, id)
    if wish.pictures or wish.films:
        _draw(histories, options, wish)
    return 0


@dataclass(frozen=True)
class _Wish:
    """Files to write, and of what."""

    numbers: dict[str, Path]
    pictures: list[Path]
    films: list[Path]
    panes: list[str]
    still: tuple[int, int] | None
    moving: tuple[int, int]


def _read_wish(options: argparse.Namespace) -> _Wish:
    numbers, pictures, films = (_wanted(options, *kinds) for kinds in (WRITTEN, ("picture",), ("film",)))
    if not numbers and not pictures and not films:
        options_there = join_words([f"--{each.id}" for each in FORMATS])
        raise VgdeskError(f"nothing to write; name a file with {options_there}")
    for name, low, high in (
        ("frames", 2, _MOST_FRAMES),
        ("seconds", 0.1, _MOST_SECONDS),
        ("lane", 1, None),
        ("smooth", 0, _MOST_SMOOTHED),
    ):
        value = getattr(options, name)
        if not low <= value <= (high or len(options.runs)):
            raise VgdeskError(f"--{name} {value:g}: choose {low:g} to {high or len(options.runs):g}")
    for name in ("epoch", "since"):
        epoch = getattr(options, name)
        if epoch is not None and not 0 <= epoch < math.inf:
            raise VgdeskError(f"--{name} {epoch:g}: write an epoch, 0 or later")
    if options.layer is not None and options.layer < 1:
        raise VgdeskError(f"--layer {options.layer}: layers count from 1 at the input")
    still = _parse_size(options.size) if options.size else None
    panes = options.pane or ["heatmap"]
    return _Wish(numbers, [*pictures.values()], [*films.values()], panes, still, still or _parse_size(_MOVING))


def _write_numbers(histories: Sequence["History"], path: Path, id: str) -> None:
    from vgdesk.export.numbers import write_numbers

    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        write_numbers(histories, path, format_named(id), _follow if has_terminal() else lambda *_: None)
    finally:
        signal.signal(signal.SIGTERM, before)
        if has_terminal():
            clear_progress()


def _follow(done: int, count: int) -> None:
    show_progress(done / count, f"{done / count:.0%}")


def _draw(histories: Sequence["History"], options: argparse.Namespace, wish: _Wish) -> None:
    from vgdesk.analysis.colors import DARK, LIGHT
    from vgdesk.export.animation import Film
    from vgdesk.export.caption import write_caption
    from vgdesk.export.figures import usual_size, write_figure
    from vgdesk.pictures.catalog import GROUPS, find_picture, make_frames
    from vgdesk.pictures.picture import Sources

    panes = wish.panes
    drawn = [find_picture(each)[0] for pane in panes for each in GROUPS.get(pane, (pane,))]
    needs_points = any(each.needs_points for each in drawn)
    wants_points = needs_points or any(each.follows_spec for each in drawn)
    points = [_preview(history, is_needed=needs_points) if wants_points else None for history in histories]
    view, sources = _view(histories, options, points), Sources()
    palette = DARK if options.theme == "dark" else LIGHT
    frames = make_frames(view, panes, sources)
    caption = () if options.no_caption else write_caption(frames, view.lanes)
    for path in wish.pictures:
        write_figure(frames, path, size=wish.still or usual_size(frames), palette=palette, caption=caption)
    film = Film(wish.moving, palette, options.seconds, options.frames, not options.whole, caption)
    for path in wish.films:
        _write_film(view, panes, path, film)


def _view(
    histories: Sequence["History"], options: argparse.Namespace, points: "Sequence[DataPreviewed | None]"
) -> "View":
    """The runs as lanes, and what the options choose of them."""
    from vgdesk.analysis.columns import Columns
    from vgdesk.pictures.catalog import PICTURES
    from vgdesk.pictures.heatmaps import usual_columns
    from vgdesk.pictures.view import Choices, View, view_lane

    lanes = tuple(
        view_lane(history.lane or f"lane {at + 1}", at, history, points[at]) for at, history in enumerate(histories)
    )
    own = {"loss": Choices(smoothing=options.smooth), "findings": Choices(loss_scale=options.loss_scale)}
    chosen = Choices(layer=options.layer, since=options.since)
    with_layers = {picture.key: chosen for picture in PICTURES if picture.shows_layer}
    return View(
        lanes=lanes,
        selected=options.lane - 1,
        epoch=options.epoch,
        columns=Columns(usual_columns(histories) or Columns().shown, own_scales=options.own_scales),
        choices={**with_layers, **own},
    )


def _write_film(view: "View", panes: Sequence[str], path: Path, film: "Film") -> None:
    from vgdesk.export.animation import film_epochs, write_film
    from vgdesk.pictures.catalog import make_frames
    from vgdesk.pictures.picture import Sources

    epochs, sources = film_epochs([lane.history for lane in view.lanes], film), Sources()
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        pictures = (make_frames(view.at(epoch), panes, sources) for epoch in epochs)
        write_film(pictures, len(epochs), path, film, _report if has_terminal() else lambda *_: None)
    finally:
        signal.signal(signal.SIGTERM, before)
        if has_terminal():
            clear_progress()


def _preview(history: "History", *, is_needed: bool) -> "DataPreviewed | None":
    """The points that a run was trained on; None where they are not here, which is said where they are needed."""
    from vgdesk.analysis.forward import read_spec
    from vgdesk.training.datasets import make_preview

    try:
        data = read_spec(history).data
        if not hasattr(data, "classes"):
            return None
        return make_preview(data)
    except VgdeskError as error:
        if is_needed:
            complain(str(error))
        return None


def _report(done: int, count: int) -> None:
    show_progress(done / count, f"picture {done}/{count}")


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _wanted(options: argparse.Namespace, *kinds: FormatKind) -> dict[str, Path]:
    """Paths of some kinds by format; those of pictures and films end as their option says: the ending decides."""
    ids = [each.id for each in formats_of(*kinds)]
    wanted = {id: path for id in ids if (path := getattr(options, id.replace("-", "_"))) is not None}
    for id, path in wanted.items():
        if id not in [each.id for each in formats_of(*WRITTEN)] and path.suffix.lower() != f".{id}":
            raise VgdeskError(f"--{id} {path}: name a file that ends in .{id}")
    return wanted


def _parse_size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not all(side.isdecimal() and len(side) <= 5 and 100 <= int(side) <= 10_000 for side in (width, height)):
        raise VgdeskError(f"--size {text}: write WIDTHxHEIGHT in pixels, each 100 to 10000, such as 1920x1080")
    return int(width), int(height)
