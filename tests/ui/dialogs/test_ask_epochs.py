from PySide6.QtWidgets import QInputDialog

from vgdesk.ui.dialogs.ask_epochs import ask_epochs


def test_as_many_epochs_again_are_offered_and_none_is_none(monkeypatch):
    asked = []
    monkeypatch.setattr(QInputDialog, "getInt", lambda *words: asked.append(words) or (40, True))
    assert ask_epochs(None, "sigmoid", 60) == 40
    assert asked[0][2:4] == ("sigmoid was planned for 60 epochs. Epochs more:", 60)
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_: (40, False))
    assert ask_epochs(None, "sigmoid", 60) is None
