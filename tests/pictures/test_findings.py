import pytest

from tests.analysis.measured_runs import measured_history
from tests.pictures.views import lane_of
from vgdesk.analysis.court import hold_court
from vgdesk.analysis.diagnosis import diagnose
from vgdesk.analysis.findings import Finding
from vgdesk.analysis.first_bad import first_bad
from vgdesk.pictures.findings import FINDINGS, describe_place, findings_frame
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.view import View


def test_it_holds_all_that_the_rules_say_at_the_cursor():
    history = measured_history({("signal", "rms"): [1e-6, 1e-4, 1e-2, 1], ("gradient", "rms"): [1e-9] * 4}, [0.7] * 3)
    frame = findings_frame(lane_of(history, 2), 1.0)
    assert (frame.label, frame.color_index, frame.epoch) == ("lane", 2, 1.0)
    assert frame.diagnosis == diagnose(history, 1)
    assert [each.rule.says for each in frame.court.rulings] == [
        each.rule.says for each in hold_court(history, 1).rulings
    ]
    assert frame.first_bad == first_bad(history)
    assert frame.epochs == (0.0,)


def test_the_court_sits_at_the_loss_scale_that_is_chosen():
    chosen = View(lanes=(lane_of(measured_history()),)).choose("findings", loss_scale=100.0)
    assert FINDINGS.frame_of(chosen, Sources()).court.scale == 100.0


def test_before_the_first_sample_there_is_none():
    assert findings_frame(lane_of(measured_history(losses=[]))) is None


@pytest.mark.parametrize(
    ("layers", "words"), [((), "whole network"), ((3,), "layer 3"), ((1, 2, 5), "layers 1, 2 and 5")]
)
def test_the_place_of_a_finding_in_words(layers, words):
    finding = Finding("dead", layers, 7, 3.2e-5, 0.8, "")
    assert describe_place(finding, 12.5) == f"{words}, since epoch 12.5 · 3.2·10⁻⁵ against a limit of 0.80"


def test_the_place_of_what_is_forgotten_is_a_time_step():
    forgotten = {("signal", "rms"): [1e-12, *[1] * 9]}
    frame = findings_frame(lane_of(measured_history(forgotten, time_steps=10)))
    (finding,) = [each for each in frame.diagnosis.findings if each.rule == "vanishing"]
    assert describe_place(finding, 0.0).startswith("time step 1, since epoch 0")
