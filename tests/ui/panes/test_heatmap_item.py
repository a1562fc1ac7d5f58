import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from vgdesk.analysis import codes
from vgdesk.analysis.cells import color_cells, expand_cells, row_edges
from vgdesk.analysis.codes import Specials, count_specials
from vgdesk.analysis.colors import COLORMAPS, DIVERGING, HATCHES, color_table, map_name, read_colormaps
from vgdesk.analysis.scales import Limits
from vgdesk.measures import Scale
from vgdesk.ui.panes.heatmap_item import HeatmapItem
from vgdesk.ui.theme import DARK, LIGHT


def shades(layers, columns):
    random = np.random.default_rng(layers)
    return random.integers(codes.FIRST_SHADE, codes.LAST_SHADE + 1, (layers, columns)).astype(np.uint8)


def painted(cells, width, height, ratio=1.0, rect=None):
    image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("#123456"))
    item = HeatmapItem()
    item.set_codes(cells, count_specials(cells))
    painter = QPainter(image)
    item.paint(painter, rect or QRectF(0, 0, width, height), color_table("magma", DARK))
    painter.end()
    bits = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    return bits[:, : image.width()] | 0xFF000000


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize(("layers", "height"), [(5, 60), (7, 100), (40, 40)])
def test_every_device_pixel_is_the_colour_of_its_cell(ratio, layers, height):
    width = 80
    cells = shades(layers, round(width * ratio))
    pixels = painted(cells, width, height, ratio)
    edges = row_edges(layers, round(height * ratio))
    table = color_table("magma", DARK)
    for row in range(layers):
        stripe = pixels[edges[row] : edges[row + 1]]
        assert np.array_equal(stripe, np.tile(table[cells[layers - 1 - row]], (len(stripe), 1)))


def test_rows_leave_no_gap_and_differ_by_a_pixel_at_most():
    for layers, height in ((5, 33), (50, 170), (3, 1000)):
        edges = row_edges(layers, height)
        assert (edges[0], edges[-1]) == (0, height)
        assert np.ptp(np.diff(edges)) <= 1


def test_a_rectangle_between_pixels_stays_within_its_rounding():
    pixels = painted(shades(2, 10), 40, 40, rect=QRectF(10.4, 5.6, 10, 20))
    ground = QColor("#123456").rgb()
    filled = np.argwhere(pixels != ground)
    assert filled.min(axis=0).tolist() == [6, 10]
    assert filled.max(axis=0).tolist() == [25, 19]


@pytest.mark.parametrize("height", [1, 3, 10, 99])
def test_a_spike_in_a_row_lower_than_a_pixel_stays_visible(height):
    cells = np.full((100, 20), codes.FIRST_SHADE, np.uint8)
    cells[37, 11] = codes.NAN
    assert np.count_nonzero(expand_cells(cells, 20, height) == codes.NAN) >= 1


def test_colours_before_or_after_the_rows_are_the_same():
    cells, table = shades(6, 50), color_table("viridis", DARK)
    assert np.array_equal(color_cells(cells, 50, 77, table), table[expand_cells(cells, 50, 77)])


def test_other_widths_than_the_columns_are_filled_evenly():
    cells = shades(2, 10)
    assert np.array_equal(expand_cells(cells, 30, 2), np.repeat(cells[::-1], 3, axis=1))


@pytest.mark.parametrize("code", HATCHES)
def test_special_values_are_hatched_in_two_colours(code):
    pixels = painted(np.full((1, 1), code, np.uint8), 60, 60)
    hatch = HATCHES[code]
    found, counts = np.unique(pixels, return_counts=True)
    assert set(found.tolist()) == {QColor(hatch.ground).rgb(), QColor(hatch.stripe).rgb()}
    assert counts.min() / counts.sum() == pytest.approx(1 / 3, abs=0.05)


@pytest.mark.parametrize("name", COLORMAPS)
def test_no_special_colour_is_a_shade(name):
    def distance(first, second):
        pairs = zip(QColor(first).getRgb()[:3], QColor(second).getRgb()[:3], strict=True)
        return max(abs(one - other) for one, other in pairs)

    for hatch in HATCHES.values():
        stripe_or_ground = [
            max(distance(hatch.ground, shade), distance(hatch.stripe, shade)) for shade in read_colormaps()[name]
        ]
        assert min(stripe_or_ground) > 40


@pytest.mark.parametrize("name", [*COLORMAPS, DIVERGING])
def test_a_colour_map_has_256_colours(name):
    assert len(read_colormaps()[name]) == 256


@pytest.mark.parametrize("name", COLORMAPS)
def test_small_is_dark_and_large_is_light(name):
    lightness = [QColor(colour).lightnessF() for colour in read_colormaps()[name]]
    grey = [
        0.3 * QColor(c).redF() + 0.59 * QColor(c).greenF() + 0.11 * QColor(c).blueF() for c in read_colormaps()[name]
    ]
    assert np.all(np.diff(grey) > -0.01)
    assert lightness[0] < 0.3


def test_what_is_not_trained_yet_has_the_colour_of_the_grid():
    assert color_table("magma", LIGHT)[codes.MISSING] == QColor(LIGHT.grid).rgb()


def test_signed_limits_take_the_diverging_map():
    assert map_name("magma", Limits(Scale.LINEAR, -1.0, 1.0)) == DIVERGING
    assert map_name("magma", Limits(Scale.LINEAR, 0.0, 1.0)) == "magma"
    assert map_name("cividis", Limits(Scale.LOG, -4.0, 1.0)) == "cividis"


def test_new_codes_replace_the_picture():
    item, table = HeatmapItem(), color_table("magma", DARK)
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    found = []
    for code in (10, 200):
        item.set_codes(np.full((1, 1), code, np.uint8), Specials())
        painter = QPainter(image)
        item.paint(painter, QRectF(0, 0, 4, 4), table)
        painter.end()
        found.append(image.pixel(2, 2))
    assert found == [table[10], table[200]]


def test_other_colours_replace_the_picture():
    image, item, cells = QImage(20, 20, QImage.Format.Format_RGB32), HeatmapItem(), shades(1, 20)
    item.set_codes(cells, count_specials(cells))
    for name in COLORMAPS:
        table, painter = color_table(name, DARK), QPainter(image)
        item.paint(painter, QRectF(0, 0, 20, 20), table)
        painter.end()
        assert [image.pixel(x, 10) for x in range(20)] == table[cells[0]].tolist()
