"""The colours of the program: of light and dark, of lanes and layers, and of the cells of a heatmap."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis import codes
from vgdesk.analysis.cells import STRIPED
from vgdesk.analysis.scales import Limits
from vgdesk.analysis.verdicts import Tone
from vgdesk.paths import resource

COLORMAPS = ("magma", "viridis", "cividis")
"""To choose from; signed linear limits always take ``DIVERGING``."""

DIVERGING = "berlin"
"""Blue below zero, red above; zero is as dark as a dark ground, and as light as a light one."""

_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_LIGHTEST = 0.985


@dataclass(frozen=True)
class Palette:
    """What a picture is drawn with; colours as ``#rrggbb``.

    Attributes:
        name: ``dark`` or ``light``.
        ground: behind everything.
        field: of inputs and of the story.
        hover: of a field under the pointer.
        pressed: of a field held down.
        line: hairlines and borders.
        grid: behind curves, and the part of a heatmap not yet trained.
        text: what is read.
        muted: what is read second; labels and ticks.
        faint: what is disabled.
        accent: the primary button, the selection, the focus ring.
        on_accent: text on the accent.
        bad: verdicts and errors.
        ok: the healthy verdict.
        lanes: one colour a lane.
        classes: one colour a class, none of them a lane's; the first two are the furthest apart.
    """

    name: str
    ground: str
    field: str
    hover: str
    pressed: str
    line: str
    grid: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    bad: str
    ok: str
    lanes: tuple[str, ...]
    classes: tuple[str, ...]

    def tone(self, tone: Tone) -> str:
        """Colour of a verdict, or of a finding."""
        return {"good": self.ok, "neutral": self.muted, "bad": self.bad}[tone]

    def class_colors(self, count: int) -> list[str]:
        """A colour a class; a further one joins in where the last class would look like the first, its neighbour."""
        cycle = [*self.classes, self.muted] if count % len(self.classes) == 1 else [*self.classes]
        return [cycle[number % len(cycle)] for number in range(count)]

    def lane(self, index: int) -> str:
        """Colour of a lane, 0 the first; they come round again after the last."""
        return self.lanes[index % len(self.lanes)]

    def layer(self, depth: float) -> str:
        """Colour of a layer's curve, from the input (0) to the output (1)."""
        low, high = (0.3, 1.0) if self.name == "dark" else (0.0, 0.8)
        return read_colormaps()["viridis"][round(255 * (low + (high - low) * depth))]


DARK = Palette(
    name="dark",
    ground="#15171b",
    field="#22262d",
    hover="#2b3039",
    pressed="#1c1f25",
    line="#2b2f36",
    grid="#23262c",
    text="#e9eaec",
    muted="#9097a1",
    faint="#5b616b",
    accent="#56b4e9",
    on_accent="#10151a",
    bad="#ff7a70",
    ok="#6ccf8e",
    lanes=("#56b4e9", "#e6a23c", "#b58bd9", "#5fbfa0"),
    classes=("#f0e442", "#e052b4", "#7d7cff", "#f4f6f8", "#a8623a"),
)

LIGHT = Palette(
    name="light",
    ground="#ffffff",
    field="#f2f3f5",
    hover="#e8eaed",
    pressed="#dfe2e6",
    line="#d9dce1",
    grid="#eceef1",
    text="#1b1d21",
    muted="#626973",
    faint="#a3a9b2",
    accent="#0072b2",
    on_accent="#ffffff",
    bad="#c62f25",
    ok="#1d7f44",
    lanes=("#0072b2", "#c77800", "#7d4ea8", "#1f8a70"),
    classes=("#b0007d", "#a39a00", "#3a1fc9", "#1b1d21", "#00a5c4"),
)


@dataclass(frozen=True)
class Hatch:
    """How a special value looks.

    Attributes:
        ground: colour of the cell.
        stripe: colour of its diagonal stripes.
    """

    ground: str
    stripe: str


HATCHES = {
    codes.ZERO: Hatch("#20262e", "#66707d"),
    codes.INFINITE: Hatch("#ffffff", "#00a3b8"),
    codes.NAN: Hatch("#00c2d1", "#062f36"),
}
"""Hues that neither magma, viridis nor cividis holds, and stripes for those who see no hue."""

OVERFLOW = {codes.BELOW: "#7a1e00", codes.ABOVE: "#d23cff"}
"""Of values beyond the limits: no map has them, whatever colours one can tell apart."""

_OVERFLOW_SIGNED = {codes.BELOW: "#7800d2", codes.ABOVE: "#d23cff"}


@cache
def read_colormaps() -> dict[str, tuple[str, ...]]:
    """The shipped colour maps, 256 colours each as ``#rrggbb``, from low to high."""
    tables = json.loads(resource("colormaps/colormaps.json").read_text("utf-8"))
    return {name: tuple(f"#{colour}" for colour in table.split()) for name, table in tables.items()}


@cache
def color_table(name: str, palette: Palette) -> NDArray[np.uint32]:
    """Colour of every code as 0xffRRGGBB, uint32 [256]."""
    shades = read_colormaps()[name]
    if name == DIVERGING and palette.name == "light":
        shades = mirror_lightness(shades)
    colours = [_rgb(palette.grid)] * 256
    for code in range(codes.FIRST_SHADE, codes.LAST_SHADE + 1):
        at = (code - codes.FIRST_SHADE) * 255 // (codes.SHADES - 1)
        colours[code] = _rgb(shades[at])
    for code, colour in (_OVERFLOW_SIGNED if name == DIVERGING else OVERFLOW).items():
        colours[code] = _rgb(colour)
    for code, hatch in HATCHES.items():
        colours[code] = _rgb(hatch.ground)
        colours[STRIPED[code]] = _rgb(hatch.stripe)
    table = np.array(colours, np.uint32)
    table.setflags(write=False)
    return table


def mirror_lightness(shades: Sequence[str]) -> tuple[str, ...]:
    """The same hues with dark for light and light for dark, the darkest nearly white."""
    encoded = np.array([[int(shade[at : at + 2], 16) for at in (1, 3, 5)] for shade in shades]) / 255
    light = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    lab = to_lab(light)
    lab[:, 0] = _LIGHTEST + lab[:, 0].min() - lab[:, 0]
    light = (lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_CONES).T
    light = np.clip(light, 0, 1)
    encoded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return tuple("#{:02x}{:02x}{:02x}".format(*row) for row in np.rint(255 * encoded).astype(int).tolist())


def ink_on(color: int) -> str:
    """Black or white, whichever reads better upon a colour 0xffRRGGBB.

    Source: WCAG 2.2, relative luminance; both have the same contrast to 0.179.
    """
    encoded = np.array([color >> shift & 0xFF for shift in (16, 8, 0)]) / 255
    light = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    return "#000000" if float(light @ [0.2126, 0.7152, 0.0722]) > 0.179 else "#ffffff"


def to_lab(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """Oklab [colour, 3] of linear RGB 0..1; distances in it are those that people see.

    Source: Ottosson (2020), "A perceptual color space for image processing".
    """
    lab: NDArray[np.float64] = np.cbrt(light @ _TO_CONES.T) @ _TO_LAB.T
    return lab


def map_name(chosen: str, limits: Limits) -> str:
    """The colour map that suits the limits: the chosen one, or the diverging one where signs differ."""
    return DIVERGING if limits.is_signed else chosen


def _rgb(colour: str) -> int:
    """0xffRRGGBB of ``#rrggbb``."""
    return 0xFF000000 | int(colour[1:], 16)
