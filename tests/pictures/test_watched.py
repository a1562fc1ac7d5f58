"""Every picture of a run that was watched: a frame, or one sentence."""

import pytest
import torch
from torch import nn

import vgdesk
from tests.watching.examples import Transformer
from vgdesk.pictures.catalog import PICTURES
from vgdesk.pictures.frame import Nothing
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.view import View, view_lane
from vgdesk.runs.reader import read_run


@pytest.fixture(scope="module")
def view(tmp_path_factory):
    path, model = tmp_path_factory.mktemp("watched") / "a.vgrun", Transformer()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    with vgdesk.watch(model, optimizer, path) as recorder:
        for step in range(3):
            x = torch.randint(0, 11, (4, 6), generator=torch.Generator().manual_seed(step))
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x).flatten(0, 1), x.flatten())
            loss.backward()
            optimizer.step()
            recorder.log(loss=loss)
    return View(lanes=(view_lane("net", 0, read_run(path), None, "key"),))


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.key)
def test_there_is_a_frame_or_a_sentence(view, picture):
    frame = picture.frame_of(view, Sources())
    if isinstance(frame, Nothing):
        assert frame.reason[0].isupper()
        assert "spec" not in frame.reason.lower()
    else:
        assert "epoch" not in str(getattr(frame, "x_label", "")) + str(getattr(frame, "time_label", ""))


def test_what_can_be_drawn_is(view):
    drawn = {picture.key for picture in PICTURES if not isinstance(picture.frame_of(view, Sources()), Nothing)}
    assert {"heatmap", "depth", "loss", "gradient", "weight", "update", "histogram", "findings"} <= drawn
