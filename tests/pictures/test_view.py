from dataclasses import replace

import numpy as np
import pytest

from tests.analysis.made_runs import made_history
from tests.export.views import recorded_view
from tests.pictures.frames import differences
from tests.pictures.views import lanes_of
from vgdesk.analysis.window import Window
from vgdesk.pictures.catalog import PICTURES
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.view import View


def views_in_turn(picture):
    """What a window looks at one after the other: the same place shows another run, moment, layer or stretch."""
    view = replace(recorded_view(), cells=(40,))
    yield from (view, replace(view, lanes=view.lanes[::-1]), replace(view, selected=1), view)
    yield from (replace(view, epoch=epoch) for epoch in (0.0, 1.0))
    yield replace(view, window=Window(0.0, 1.0))
    yield replace(view, steps_per_epoch=4)
    yield replace(view, cells=(3,))
    yield replace(view, columns=replace(view.columns, relative=True))
    yield from (view.choose(picture.key, option=key) for key in picture.option_keys)
    yield from (view.choose(picture.key, layer=layer) for layer in (1, 2))
    yield from (view.choose(picture.key, since=0.0, until=until) for until in (1.0, None))
    yield view.choose(picture.key, pair=(1, 0))


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.key)
def test_what_was_looked_at_before_changes_no_frame(picture):
    sources = Sources()
    for view in views_in_turn(picture):
        assert not differences(picture.frame_of(view, sources), picture.frame_of(view, Sources())), view


def test_the_longest_lane_has_the_most_samples():
    short, long = (made_history(np.ones((samples, 3), np.float32)) for samples in (2, 5))
    for runs in ((short, None, long), (long, short)):
        assert View(lanes_of(runs)).longest.history is long
    assert View(lanes_of([None])).longest is None
