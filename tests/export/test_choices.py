import pytest

from tests.export.views import frame, recorded_view
from vgdesk.errors import ExportError


def test_the_histogram_is_that_of_the_layer_asked_for():
    for layer in (1, 2, 3):
        assert frame(recorded_view(), "histogram", layer=layer).chosen == layer - 1
    with pytest.raises(ExportError, match="choose 1 to 3"):
        frame(recorded_view(), "histogram", layer=4)
