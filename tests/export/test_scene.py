from dataclasses import replace

import pytest

from tests.export.scenes import recorded_scene
from vgdesk.errors import ExportError
from vgdesk.export.scene import make_frame


def test_the_histogram_is_that_of_the_layer_asked_for():
    scene = recorded_scene()
    for layer in (1, 2, 3):
        assert make_frame(replace(scene, layer=layer), "histogram").chosen == layer - 1
    with pytest.raises(ExportError, match="choose 1 to 3"):
        make_frame(replace(scene, layer=4), "histogram")
