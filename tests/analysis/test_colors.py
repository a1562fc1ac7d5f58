import numpy as np
import pytest

from vgdesk.analysis.codes import FIRST_SHADE, LAST_SHADE
from vgdesk.analysis.colors import DARK, DIVERGING, LIGHT, color_table, ink_on, mirror_lightness


def shades(name, palette):
    """RGB [code, 3] of the shades, 0..255."""
    table = color_table(name, palette)[FIRST_SHADE : LAST_SHADE + 1]
    return np.stack([(table >> shift) & 0xFF for shift in (16, 8, 0)], axis=1).astype(int)


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_zero_of_the_diverging_map_is_as_dark_or_light_as_the_ground(palette):
    colours = shades(DIVERGING, palette)
    ground = np.array([int(palette.ground[at : at + 2], 16) for at in (1, 3, 5)])
    assert abs(colours[len(colours) // 2] - ground).max() < 32
    assert min(abs(colours[end] - ground).max() for end in (0, -1)) > 120


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_the_diverging_map_is_blue_below_and_red_above(palette):
    colours = shades(DIVERGING, palette)
    low, high = colours[len(colours) // 5], colours[-(len(colours) // 5)]
    assert low[2] > low[0] + 40
    assert high[0] > high[2] + 40


def test_the_light_map_grows_darker_away_from_zero():
    luminance = shades(DIVERGING, LIGHT) @ [0.2126, 0.7152, 0.0722]
    middle = len(luminance) // 2
    assert np.all(np.diff(luminance[: middle - 2]) > -2)
    assert np.all(np.diff(luminance[middle + 2 :]) < 2)


def test_other_maps_are_the_same_in_both_themes():
    assert np.array_equal(shades("magma", DARK), shades("magma", LIGHT))


def test_mirroring_turns_dark_and_light_round():
    black, grey, white = mirror_lightness(("#101010", "#808080", "#f0f0f0"))
    assert black > "#f0f0f0"
    assert black > grey > white


def test_ink_reads_upon_every_colour_of_a_map():
    for palette in (DARK, LIGHT):
        for ground in shades(DIVERGING, palette):
            ink = ink_on(0xFF000000 | int(ground[0]) << 16 | int(ground[1]) << 8 | int(ground[2]))
            assert contrast(ground, np.array([255 if ink == "#ffffff" else 0] * 3)) > 4.5


def contrast(*colours):
    """Contrast ratio of two colours by WCAG 2.2."""
    light = []
    for colour in colours:
        encoded = np.asarray(colour) / 255
        linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
        light.append(linear @ [0.2126, 0.7152, 0.0722] + 0.05)
    return max(light) / min(light)
