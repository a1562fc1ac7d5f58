import os
import signal

import pytest

from vgdesk.ui.endings import Endings


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_is_heard_while_qt_waits_and_the_next_one_ends_at_once(qtbot, number):
    before = signal.getsignal(number)
    endings = Endings()
    with qtbot.waitSignal(endings.asked):
        os.kill(os.getpid(), number)
    assert signal.getsignal(number) is signal.SIG_DFL
    endings.close()
    assert signal.getsignal(number) is before
