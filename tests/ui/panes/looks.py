"""What panes look at in tests: lanes whose runs kept their weights."""

from tests.analysis.kept_networks import points_of
from vgdesk.experiment.spec import parse_spec
from vgdesk.session.lane import Lane
from vgdesk.ui.panes.look import Look


def look_at(*histories, epoch=None, selected=0, has_points=True) -> Look:
    """A lane each, the first selected, with the points they were trained on."""
    lanes = []
    for color, history in enumerate(histories):
        spec = parse_spec(history.started.spec_json)
        lanes.append(Lane(spec, color, run=history.run, trained_spec=spec, history=history))
    previews = [points_of(lane.spec) for lane in lanes] if has_points else []
    return Look(tuple(lanes), lanes[selected], epoch, None, {preview.data_json: preview for preview in previews})


def show(pane, qtbot, width=500, height=300):
    """Bring a pane into sight."""
    qtbot.addWidget(pane)
    pane.resize(width, height)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def picture_of(pane):
    """The pixels of its picture."""
    return pane.picture.grab().toImage()
