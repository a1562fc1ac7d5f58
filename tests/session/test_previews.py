"""The points of data sets that a session asks for and keeps."""

import numpy as np
import pytest

from tests.session.test_session import deliver
from vgdesk.engine import PreviewData
from vgdesk.events import DataPreviewed
from vgdesk.experiment.data import Moons
from vgdesk.session.previews import KEPT_PREVIEWS


def answer(data) -> DataPreviewed:
    return DataPreviewed(data.model_dump_json(), np.zeros((data.n, 2), np.float32), np.zeros(data.n, np.int64))


def asked(session) -> list[str]:
    return [command.data_json for command in session.engine.posted if isinstance(command, PreviewData)]


def test_points_that_came_are_kept_by_their_data_set(session):
    events = [answer(Moons(n=count)) for count in (12, 13, 12)]
    deliver(session, *events)
    assert session.previews == {events[1].data_json: events[1], events[2].data_json: events[2]}


@pytest.mark.parametrize("arrives", [False, True])
def test_points_are_fetched_once(session, arrives):
    session.fetch_preview(Moons(n=12))
    if arrives:
        deliver(session, answer(Moons(n=12)))
    session.fetch_preview(Moons(n=12))
    session.fetch_preview(Moons(n=13))
    assert asked(session) == [Moons(n=count).model_dump_json() for count in (12, 13)]


def test_points_that_were_requested_are_not_fetched_as_well(session):
    session.request_preview(Moons(n=12))
    session.fetch_preview(Moons(n=12))
    assert len(asked(session)) == 1
    session.request_preview(Moons(n=12))
    assert len(asked(session)) == 2


def test_the_oldest_points_make_room_and_can_be_fetched_again(session):
    sets = [Moons(n=10 + count) for count in range(KEPT_PREVIEWS + 1)]
    for data in sets:
        session.fetch_preview(data)
        deliver(session, answer(data))
    assert list(session.previews) == [data.model_dump_json() for data in sets[1:]]
    session.fetch_preview(sets[0])
    session.fetch_preview(sets[1])
    assert asked(session)[len(sets) :] == [sets[0].model_dump_json()]


def test_what_an_engine_took_to_its_grave_is_asked_of_the_next(session):
    deliver(session, answer(Moons(n=13)))
    session.fetch_preview(Moons(n=12))
    session.engine.engine_lost.emit("it died", "")
    session.fetch_preview(Moons(n=12))
    session.fetch_preview(Moons(n=13))
    assert asked(session) == [Moons(n=12).model_dump_json()] * 2
