import pytest

from vgdesk.ui.panes.lane_legend import LaneLegend, share_out
from vgdesk.ui.panes.line_ends import End
from vgdesk.ui.theme import apply_theme

NAMES = (End(0.0, "sigmoid", "#ff0000"), End(0.0, "a lane with a long name", "#00ff00"))


@pytest.fixture
def legend(qapp, qtbot):
    apply_theme(qapp, "dark")
    legend = LaneLegend("loss")
    qtbot.addWidget(legend)
    return legend


@pytest.mark.parametrize(
    ("wanted", "room", "given"),
    [([10, 20], 100, [10, 20]), ([50, 10], 40, [30, 10]), ([50, 40], 20, [10, 10]), ([5], -3, [0]), ([], 9, [])],
)
def test_what_is_large_gives_way_first(wanted, room, given):
    assert share_out(wanted, room) == given


def test_it_is_there_only_with_names(legend):
    assert legend.isHidden()
    legend.show_names(NAMES)
    assert legend.isVisible()
    assert legend.names == ("sigmoid", "a lane with a long name")
    assert legend.accessibleName() == "sigmoid, a lane with a long name"
    legend.show_names(())
    assert legend.isHidden()


def test_every_name_has_its_colour_however_narrow_it_is(legend):
    legend.show_names(NAMES)
    for width in (legend.sizeHint().width(), legend.minimumSizeHint().width()):
        legend.resize(width, legend.sizeHint().height())
        image = legend.grab().toImage()
        seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
        assert {"#ff0000", "#00ff00"} <= seen
    assert legend.minimumSizeHint().width() < legend.sizeHint().width() / 2
