import pytest
import torch

from vgdesk.training.parameters import Parameters, Slot

SLOTS = (Slot(1, "weight", (2, 3)), Slot(1, "bias", (3,)), Slot(2, "weight", (3, 1)), Slot(2, "bias", (1,)))


def test_slots_lie_one_behind_the_other():
    parameters = Parameters(SLOTS)
    assert parameters.starts == (0, 6, 9, 12)
    assert (len(parameters.values), len(parameters.gradients)) == (13, 13)
    assert [slot.size for slot in parameters.slots] == [6, 3, 3, 1]


def test_a_view_writes_through_to_its_own_part_of_the_buffer():
    parameters = Parameters(SLOTS)
    for number, slot in enumerate(SLOTS, start=1):
        value, gradient = parameters.view(slot.layer, slot.tensor)
        assert value.shape == gradient.shape == slot.shape
        value.fill_(number)
        gradient.fill_(-number)
    wanted = [1.0] * 6 + [2.0] * 3 + [3.0] * 3 + [4.0]
    assert parameters.values.tolist() == wanted
    assert parameters.gradients.tolist() == [-entry for entry in wanted]


def test_the_dtype_is_the_one_asked_for():
    parameters = Parameters(SLOTS, torch.float64)
    assert parameters.values.dtype == parameters.view(1, "bias")[1].dtype == torch.float64


def test_an_unknown_slot_is_refused():
    with pytest.raises(KeyError, match="scale"):
        Parameters(SLOTS).view(1, "scale")
