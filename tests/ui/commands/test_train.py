from vgdesk.engine import PauseRace
from vgdesk.errors import Problem


def test_a_training_can_be_paused_when_the_disk_has_become_too_full_for_another(desk, monkeypatch):
    desk.train(1)
    full = (Problem("training.epochs", "3", "too long for the disk"),)
    monkeypatch.setattr("vgdesk.ui.builder.panel.find_excess", lambda _spec, _room: full)
    desk.press("Space")
    assert not desk.is_error, desk.said
    assert isinstance(desk.engine.posted[-1], PauseRace)
