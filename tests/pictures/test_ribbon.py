import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from vgdesk.analysis.window import Window
from vgdesk.pictures.ribbon import HEIGHTS, ribbon_of

DEAD = np.zeros((120, 4))
DEAD[:40, 0] = 1


def dead_then_guessing():
    return measured_history({("activation", "dead_fraction"): DEAD}, losses=[0.7] * 120, steps_per_epoch=2)


def test_parts_follow_each_other_over_the_whole_run():
    parts = ribbon_of(dead_then_guessing(), Window(0, 60))
    assert [part.tone for part in parts] == ["bad", "neutral", "bad"]
    assert [part.start for part in parts[1:]] == [part.end for part in parts[:-1]]
    assert (parts[0].start, parts[-1].end) == (0, pytest.approx(119 / 120))
    assert parts[0].text.startswith("dead, from epoch 0 to 2")
    assert parts[-1].text == "level · guessing, from epoch 25 to 59.5"
    assert [part.epoch for part in parts] == [0, parts[0].end * 60, 25]


def test_a_window_shows_what_lies_in_it():
    whole, part = (ribbon_of(dead_then_guessing(), window) for window in (Window(0, 60), Window(30, 40)))
    assert (part[0].start, part[-1].end, len(part)) == (0, 1, 1)
    assert part[0].text == whole[-1].text
    assert ribbon_of(dead_then_guessing(), Window(90, 99)) == ()


def test_tones_are_told_apart_without_colours():
    assert len(set(HEIGHTS.values())) == len(HEIGHTS) == 3
