import numpy as np
import pytest

from vgdesk.analysis.codes import ABOVE, BELOW, FIRST_SHADE, LAST_SHADE
from vgdesk.analysis.colors import (
    COLORMAPS,
    DARK,
    DIVERGING,
    HATCHES,
    LIGHT,
    color_table,
    ink_on,
    mirror_lightness,
    to_lab,
)


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


CONES = {
    "all colours": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
"""Linear RGB as it looks to those who see these colours only; Machado et al. (2009), severity 1."""


def seen(colours, cones):
    """Oklab [colour, 3] of ``#rrggbb`` as some eyes see it."""
    encoded = np.array([[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in colours]) / 255
    light = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    return to_lab(np.clip(light @ np.transpose(CONES[cones]), 0, 1))


@pytest.mark.parametrize("cones", CONES)
@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("name", [*COLORMAPS, DIVERGING])
def test_values_beyond_the_limits_look_like_nothing_else_to_any_eye(name, palette, cones):
    table = [f"#{int(colour) & 0xFFFFFF:06x}" for colour in color_table(name, palette)]
    shades = table[FIRST_SHADE : LAST_SHADE + 1]
    hatches = [colour for hatch in HATCHES.values() for colour in (hatch.ground, hatch.stripe)]
    others = seen([*shades, *hatches, palette.ground, palette.grid], cones)
    below, above = seen([table[BELOW], table[ABOVE]], cones)
    for colour in (below, above):
        assert np.linalg.norm(others - colour, axis=1).min() > 0.06
    assert np.linalg.norm(below - above) > 0.1


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_the_colour_of_a_class_is_no_lanes_and_no_other_class_to_any_eye(palette):
    lanes, classes = seen(palette.lanes, "all colours"), seen(palette.classes, "all colours")
    assert np.linalg.norm(classes[:, None] - lanes[None], axis=2).min() > 0.1
    for cones in CONES:
        classes = seen(palette.classes, cones)
        apart = np.linalg.norm(classes[:, None] - classes[None], axis=2) + 9 * np.eye(len(classes))
        assert apart.min() > 0.08
        assert apart[0, 1] > 0.2
