import threading

from vgdesk.events import Progressed
from vgdesk.session.mailbox import Mailbox


def batch(*steps):
    return tuple(Progressed("run", step) for step in steps)


def steps(events) -> list[int]:
    return [event.step for event in events]


def test_events_come_out_in_the_order_they_went_in():
    mailbox = Mailbox()
    mailbox.put(batch(1, 2))
    mailbox.put(batch(3))
    assert steps(mailbox.take_all()) == [1, 2, 3]
    assert mailbox.take_all() == []


def test_only_the_first_batch_tells():
    mailbox = Mailbox()
    assert [mailbox.put(batch(1)), mailbox.put(batch(2))] == [True, False]
    mailbox.take_all()
    assert mailbox.put(batch(3))


def test_a_full_mailbox_has_no_room_until_it_is_emptied():
    mailbox = Mailbox(capacity=2)
    assert mailbox.has_room
    mailbox.put(batch(1))
    assert mailbox.has_room
    mailbox.put(batch(2))
    assert not mailbox.has_room
    mailbox.take_all()
    assert mailbox.has_room


def test_nothing_is_lost_or_doubled_between_two_threads():
    mailbox, taken, told = Mailbox(), [], threading.Event()

    def fill():
        for step in range(2000):
            if mailbox.put(batch(step)):
                told.set()

    thread = threading.Thread(target=fill)
    thread.start()
    while len(taken) < 2000:
        assert told.wait(60)
        told.clear()
        taken += steps(mailbox.take_all())
    thread.join()
    assert taken == list(range(2000))
