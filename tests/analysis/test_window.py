import pytest

from vgdesk.analysis.window import Window

WHOLE = Window(0.0, 100.0)


@pytest.mark.parametrize("anchor", [0.0, 0.3, 1.0])
def test_zooming_in_keeps_the_epoch_under_the_pointer(anchor):
    window = Window(20.0, 60.0)
    closer = window.zoomed(WHOLE, anchor, 0.5, 1.0)
    assert closer.width == pytest.approx(20)
    assert closer.first + anchor * closer.width == pytest.approx(window.first + anchor * window.width)


def test_zooming_out_ends_at_the_whole():
    assert Window(90.0, 99.0).zoomed(WHOLE, 0.5, 100.0, 1.0) == WHOLE


def test_zooming_out_at_an_edge_stays_within_the_whole():
    assert Window(0.0, 10.0).zoomed(WHOLE, 1.0, 2.0, 1.0) == Window(0.0, 20.0)


def test_no_closer_than_the_least():
    assert Window(50.0, 55.0).zoomed(WHOLE, 0.5, 0.01, 4.0).width == 4.0


def test_moving_stops_at_the_ends():
    assert Window(10.0, 20.0).moved(WHOLE, 0.5) == Window(15.0, 25.0)
    assert Window(10.0, 20.0).moved(WHOLE, -5.0) == Window(0.0, 10.0)
    assert Window(10.0, 20.0).moved(WHOLE, 50.0) == Window(90.0, 100.0)


def test_shares_count_from_the_first_end():
    assert [Window(10.0, 30.0).share_of(epoch) for epoch in (10, 20, 30)] == [0.0, 0.5, 1.0]
