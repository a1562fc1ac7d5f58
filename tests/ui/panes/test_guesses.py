from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel

from tests.analysis.kept_networks import add_snapshot, kept_history, points_of, spec_of
from tests.session.examples import small_spec
from tests.ui.panes.views import look_at, move_pointer, pane_of, picture_of, show, view
from vgdesk.events import DataPreviewed
from vgdesk.ui.panes.canvas import label_height
from vgdesk.ui.theme import LIGHT, apply_theme, current_theme

DIGITS = spec_of(data="digits", network__hidden=[])


@pytest.fixture
def pane(qapp, qtbot):
    apply_theme(qapp, "dark")
    return show(pane_of("guesses"), qtbot, 640, 260)


def stubborn(guess=3, lane="lane", run="run"):
    """A network that takes everything for one digit."""
    history = kept_history(DIGITS, snapshots=0, lane=lane, run=run)
    values = np.zeros(650)
    values[640 + guess] = 4
    add_snapshot(history, values)
    return history


def places(pane):
    """Where the images stand with their words."""
    return [place for place, _ in pane.canvas.regions()]


def count(pane) -> str:
    return pane.header.findChild(QLabel, "guesses-count").text()


def test_every_image_has_its_guess_and_how_sure_it_is(pane):
    pane.look_at(look_at(stubborn()))
    found = places(pane)
    assert len(found) == 24
    share = np.exp(4) / (np.exp(4) + 9)
    said = [pane.canvas.readout(place.center()) for place in found]
    assert said[3] == f"3, probability {100 * share:.0f} %: right"
    assert said[4] == f"3, probability {100 * share:.0f} %: it is 4"
    assert count(pane) == "3 of 24 right"


def test_wrong_ones_are_framed_in_red_and_right_ones_are_not(pane):
    pane.look_at(look_at(stubborn()))
    image, bad = picture_of(pane), QColor(current_theme().bad)
    for at, place in enumerate(places(pane)):
        room = place.toAlignedRect().intersected(image.rect())
        row = [image.pixelColor(x, room.top() + 5) for x in range(room.left(), room.right())]
        assert (bad in row) == (at % 10 != 3)


def test_images_are_drawn_as_they_are(pane):
    preview = points_of(DIGITS)
    images = np.zeros((24, 64), np.float32)
    images[0, :32] = 1
    half = DataPreviewed(preview.data_json, preview.inputs, preview.labels, images, preview.image_labels)
    shown = look_at(stubborn(guess=0))
    pane.look_at(replace(shown, lanes=(replace(shown.lanes[0], points=half),)))
    place = places(pane)[0]
    image, x = picture_of(pane), round(place.center().x())
    side = place.height() - 2 * label_height(current_theme())
    assert image.pixelColor(x, round(place.top() + 0.2 * side)) == QColor(current_theme().text)
    assert image.pixelColor(x, round(place.top() + 0.8 * side)) == QColor(current_theme().field)


@pytest.mark.parametrize(
    ("width", "height", "least"), [(200, 130, 4), (640, 260, 24), (1200, 160, 24), (300, 700, 24)]
)
def test_as_many_images_as_have_room_stand_apart(pane, width, height, least):
    pane.resize(width, height)
    pane.look_at(look_at(stubborn()))
    found = places(pane)
    assert len(found) >= least
    assert not any(a.intersects(b) for a in found for b in found if a is not b)
    room = pane.canvas.rect().toRectF().adjusted(-1, -1, 1, 1)
    assert all(room.contains(place) for place in found)
    assert len({place.top() for place in found}) >= 2 or width == 1200


def test_the_selected_lane_is_asked_at_the_cursor(pane):
    first, second = stubborn(3, "first", "a"), stubborn(5, "second", "b")
    add_snapshot(first, np.eye(650)[644] * 4)
    pane.look_at(look_at(first, second, epoch=0.5))
    assert pane.frame.guesses[0] == 3
    pane.look_at(look_at(first, second, epoch=1.0))
    assert pane.frame.guesses[0] == 4
    pane.look_at(look_at(first, second, selected=1))
    assert (pane.frame.label, pane.frame.guesses[0]) == ("second", 5)
    assert "second, epoch 0" in pane.accessibleDescription()


def test_the_pointer_reads_a_guess(pane, qtbot):
    pane.look_at(look_at(stubborn()))
    place = places(pane)[4]
    with qtbot.waitSignal(pane.readout_changed) as told:
        move_pointer(pane.canvas, place.center().toPoint())
    assert told.args[0].endswith("it is 4")


def test_no_number_is_a_wrong_guess(pane):
    history = stubborn()
    add_snapshot(history, np.full(650, np.nan))
    pane.look_at(look_at(history))
    assert pane.canvas.readout(places(pane)[0].center()).startswith("NaN, probability NaN")
    assert count(pane) == "0 of 24 right"


def test_it_says_why_it_is_empty(pane):
    pane.look_at(view())
    assert (pane.canvas.empty_text, count(pane)) == ("Press Space to train", "")
    pane.look_at(look_at(kept_history()))
    assert (pane.canvas.empty_text, count(pane)) == ("These data are no images", "")
    pane.look_at(look_at(stubborn(), has_points=False))
    assert (pane.canvas.empty_text, count(pane)) == ("Waiting for the images", "")


def test_it_takes_over_the_theme(pane, qapp):
    pane.look_at(look_at(stubborn()))
    apply_theme(qapp, "light")
    assert picture_of(pane).pixelColor(1, 1) == QColor(LIGHT.ground)


def test_the_images_of_a_real_training_arrive(real_desk, qtbot):
    digits = {"kind": "digits"}
    real_desk.session.load([small_spec("digits", epochs=1).model_copy(update={"data": spec_of(data=digits).data})])
    real_desk.window.dashboard.arrange(["guesses"])
    real_desk.press("Space")
    pane = real_desk.find("pane-guesses")
    qtbot.waitUntil(lambda: pane.frame is not None and not pane.frame.note, timeout=60_000)
    assert pane.frame.images.shape == (24, 8, 8)
    assert len(set(pane.frame.labels.tolist())) > 3


def test_it_says_how_many_images_have_room(pane):
    pane.look_at(look_at(stubborn()))
    pane.resize(300, 180)
    shown = len(places(pane))
    assert shown < 24
    assert count(pane) == f"3 of 24 right, {shown} shown"
    pane.resize(640, 260)
    assert count(pane) == "3 of 24 right"


def test_only_the_words_below_wrong_ones_are_red(pane):
    pane.look_at(look_at(stubborn()))
    image, words = picture_of(pane), 2 * label_height(current_theme())
    for at, place in enumerate(places(pane)):
        room = place.adjusted(0, place.height() - words + 2, 0, 0).toAlignedRect().intersected(image.rect())
        spots = [
            image.pixelColor(x, y) for x in range(room.left(), room.right()) for y in range(room.top(), room.bottom())
        ]
        assert any(spot.red() - spot.blue() > 60 for spot in spots) == (at % 10 != 3)
