import numpy as np
import pytest

from tests.analysis.kept_networks import add_snapshot, kept_history, points_of, spec_of
from tests.pictures.views import frame_of, lane_of
from vgdesk.analysis.forward import class_shares, evaluate
from vgdesk.pictures.guesses import GUESSES, NO_GUESS, find_guesses
from vgdesk.pictures.picture import Sources

DIGITS, FASHION = spec_of(data="digits"), spec_of(data={"kind": "fashion_mnist", "train": 40, "test": 30})


@pytest.mark.parametrize("spec", [DIGITS, FASHION], ids=["digits", "fashion"])
def test_the_guess_is_the_class_with_the_largest_share(spec):
    history, preview = kept_history(spec), points_of(spec)
    frame = find_guesses(lane_of(history, points=preview), 1.5)
    shares = class_shares(history, evaluate(history, 1, preview.images))
    assert frame.guesses.tolist() == [int(np.argmax(row)) for row in shares]
    assert frame.shares == pytest.approx(shares.max(axis=1))
    assert (frame.epoch, frame.measure, frame.label) == (1, "probability", "lane")
    right = [int(np.argmax(row)) == label for row, label in zip(shares, np.arange(24) % 10, strict=True)]
    assert [frame.is_right(image) for image in range(24)] == right
    assert frame.right_count == sum(right)


def test_images_are_as_bright_as_each_other():
    frame = find_guesses(lane_of(kept_history(DIGITS), points=points_of(DIGITS)))
    assert frame.images.shape == (24, 8, 8)
    assert (frame.images.min(), frame.images.max()) == (0, 1)
    raw = points_of(DIGITS).images
    assert frame.images[3, 2, 5] == pytest.approx((raw[3, 21] - raw.min()) / (raw.max() - raw.min()))


def test_classes_have_names():
    digits = find_guesses(lane_of(kept_history(DIGITS), points=points_of(DIGITS)))
    clothes = find_guesses(lane_of(kept_history(FASHION), points=points_of(FASHION)))
    assert (digits.true_name(7), clothes.true_name(7), clothes.true_name(9)) == ("7", "sneaker", "ankle boot")
    assert clothes.guess_name(0) == clothes.class_names[clothes.guesses[0]]


def test_outputs_that_are_no_numbers_are_no_guess():
    history = kept_history(DIGITS, snapshots=0)
    add_snapshot(history, np.full(sum(slot.size for slot in history.layout.slots), np.nan))
    frame = find_guesses(lane_of(history, points=points_of(DIGITS)))
    assert set(frame.guesses.tolist()) == {NO_GUESS}
    assert (frame.guess_name(0), frame.is_right(0), frame.right_count) == ("NaN", False, 0)
    assert np.isnan(frame.shares).all()


@pytest.mark.parametrize(
    ("history", "points", "words"),
    [
        (lambda: kept_history(), points_of(), "These data are no images"),
        (lambda: kept_history(DIGITS, snapshots=0), points_of(DIGITS), "No weights"),
        (lambda: kept_history(DIGITS), None, "Waiting"),
    ],
)
def test_what_cannot_be_drawn_says_why(history, points, words):
    assert words in frame_of(GUESSES, [history()], points=[points]).reason


def test_the_network_is_asked_only_when_its_snapshot_changes():
    history, points, sources = kept_history(DIGITS), [points_of(DIGITS)], Sources()

    def frame(epoch, points=points, history=history):
        return frame_of(GUESSES, [history], sources, points=points, epoch=epoch)

    first = frame(0.1)
    assert frame(0.9) is first
    assert frame(1.0) is not first
    assert frame(1.0, ()).reason
    assert frame(1.0, history=kept_history(DIGITS, run="other", lane="other")).label == "other"


def test_lanes_of_the_same_data_have_guesses_of_their_own():
    points, sources = [points_of(DIGITS)] * 2, Sources()
    runs = [kept_history(DIGITS, run=name, lane=name) for name in ("a", "b")]
    found = [frame_of(GUESSES, runs, sources, points=points, selected=place, epoch=1.0).label for place in (0, 1)]
    assert found == ["a", "b"]
