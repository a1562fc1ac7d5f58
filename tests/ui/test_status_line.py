from tests.session.examples import small_spec
from vgdesk.session.states import State


def test_it_says_what_can_be_done_first(desk):
    assert desk.said == "Ready: Space trains"
    assert not desk.is_error
    assert not desk.find("status-progress").isVisible()


def test_it_follows_a_training(desk):
    desk.train(2)
    assert desk.said == "Training"
    assert desk.find("status-scores").text() == "sigmoid: epoch 1   loss 0.200   accuracy 62.3 %"
    assert desk.find("status-progress").isVisible()
    assert desk.find("status-progress").value() == 333
    desk.press("Space")
    assert desk.said == "Paused"
    desk.press("Space")
    desk.engine.train(2)
    desk.engine.finish()
    desk.settle()
    assert desk.said == "Finished"
    assert not desk.find("status-progress").isVisible()
    assert desk.find("status-time").text() == ""


def test_the_time_left_is_told_while_running(desk, monkeypatch):
    desk.train(2)
    monkeypatch.setattr("vgdesk.session.race._StopWatch.seconds", lambda _: 10.0)
    desk.window.status.refresh()
    assert desk.find("status-time").text() == "20 s left"
    desk.press("Space")
    assert desk.find("status-time").text() == ""


def test_an_error_is_red_until_something_else_is_done(desk):
    desk.window.status.show_message("no such file", is_error=True)
    assert desk.is_error
    desk.press("Space")
    assert desk.session.state is State.RUNNING
    assert desk.said == "Training"
    assert not desk.is_error


def test_what_is_under_the_pointer_is_said_until_something_happens(desk):
    status = desk.window.status
    status.show_message("saved a.vgrun")
    status.show_readout("layer 1, epoch 2: 3")
    assert desk.said == "layer 1, epoch 2: 3"
    status.show_readout("")
    assert desk.said == "saved a.vgrun"
    status.show_readout("layer 1, epoch 2: 3")
    status.show_message("the disk is full", is_error=True)
    assert desk.said == "the disk is full"
    assert desk.is_error


def test_a_long_message_widens_nothing_and_stays_readable_in_the_tooltip(desk):
    least = desk.window.minimumSizeHint().width()
    words = "cannot read " + "/very/long/path" * 40 + " <b>now</b>\nand then"
    desk.window.status.show_message(words, is_error=True)
    desk.settle()
    assert desk.window.minimumSizeHint().width() == least
    assert desk.find("status-message").text().endswith("…")
    assert "&lt;b&gt;now" in desk.find("status-message").toolTip()


def test_a_long_name_leaves_room_for_the_numbers(desk):
    desk.session.load([small_spec("x" * 80)])
    desk.finish()
    assert desk.find("status-scores").text().startswith(f"{'x' * 23}…: epoch 3")
