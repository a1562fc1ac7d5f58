import numpy as np
import pytest
from matplotlib.colors import to_rgb

from tests.analysis.kept_networks import add_snapshot, kept_history, spec_of
from tests.ui.panes.views import look_at
from vgdesk.analysis.colors import LIGHT
from vgdesk.export.area import make_area
from vgdesk.export.drawings import draw
from vgdesk.export.figures import render
from vgdesk.pictures.catalog import find_picture
from vgdesk.pictures.picture import Sources

DIGITS = spec_of(data="digits", network__hidden=[])


def frame_of(key, history, option=""):
    return find_picture(key)[0].frame_of(look_at(history).choose(key, option=option), Sources())


def guesses():
    history = kept_history(DIGITS, snapshots=0)
    add_snapshot(history, np.zeros(650))
    return frame_of("guesses", history)


@pytest.mark.parametrize(("size", "shown"), [((960, 540), ""), ((300, 150), ", 8 shown")])
def test_a_file_says_how_many_images_have_room(size, shown):
    render([guesses()], (64, 48))  # loads the type
    area = make_area(size, LIGHT, size)
    draw(area, guesses())
    assert f"right{shown}" in [text.get_text().partition(" of 24 ")[2] for text in area.figure.texts]


def test_a_weight_that_is_no_number_is_red_in_a_file_too():
    history = kept_history(spec_of(), snapshots=1)
    whole = np.random.default_rng(0).normal(0, 1, history.started.parameters)
    bad = np.rint(np.array(to_rgb(LIGHT.bad)) * 255)
    seen = []
    for value in (whole[0], np.nan):
        add_snapshot(history, [value, *whole[1:]])
        pixels = render([frame_of("network", history, "weight")], (640, 360)).astype(float)
        seen.append(np.abs(pixels - bad).max(axis=2).min())
    assert seen[0] > 60 > 30 > seen[1]
