import re

import pytest
import torch
from torch import nn

from tests.watching.examples import Transformer, mlp
from vgdesk.errors import VgdeskError
from vgdesk.measures import find_tensor
from vgdesk.watching.tree import describe_rows, first_tensor, list_rows


class Custom(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 5, num_layers=2, bidirectional=True)
        self.gru = nn.GRUCell(4, 5)
        self.conv = nn.Conv2d(1, 3, 3)
        self.norm = nn.BatchNorm2d(3)
        self.instance = nn.InstanceNorm1d(3, affine=True)
        self.attend = nn.MultiheadAttention(4, 2, kdim=3, vdim=3, add_bias_kv=True)
        self.bilinear = nn.Bilinear(2, 3, 4)
        self.token = nn.Parameter(torch.zeros(1, 1, 4))
        self.scalar = nn.Parameter(torch.zeros(()))


@pytest.mark.parametrize("make", [mlp, Transformer, Custom])
def test_every_parameter_has_one_place_and_a_tensor_that_is_known(make):
    model = make()
    rows = list_rows(model)
    placed = [parameter for row in rows for parameter in row.parameters.values()]
    assert {id(parameter) for parameter in placed} == {id(parameter) for parameter in model.parameters()}
    assert len(placed) == len(list(model.parameters()))
    assert len({row.path for row in rows}) == len(rows)
    for row in rows:
        for tensor in row.parameters:
            find_tensor(tensor)
        assert row.units >= 1


def test_parts_of_a_module_are_rows_of_their_own():
    paths = {row.path: (row.kind, set(row.parameters)) for row in list_rows(Custom())}
    assert paths["lstm.l0"] == ("recurrent", {"weight", "recurrent_weight", "bias", "recurrent_bias"})
    assert paths["lstm.l1_reverse"] == ("recurrent", {"weight", "recurrent_weight", "bias", "recurrent_bias"})
    assert paths["gru"] == ("recurrent", {"weight", "recurrent_weight", "bias", "recurrent_bias"})
    assert paths["norm"] == ("norm", {"scale", "shift"})
    assert paths["attend.q_proj"] == ("attention", {"weight"})
    assert paths["attend.in_proj"] == ("attention", {"bias"})
    assert paths["token"] == ("other", {"weight"})


def test_the_depth_of_a_row_is_the_number_of_its_block():
    layers, watched, slots = describe_rows(list_rows(Transformer()))
    depths = {row.path: row.depth for row in watched}
    assert depths["embed"] == depths["head"] == 0
    assert depths["encoder.layers.0.linear1"] == depths["encoder.layers.0.norm2"] == 1
    assert depths["encoder.layers.1.self_attn.out_proj"] == 2
    assert [layer.name for layer in layers] == [row.path for row in watched]
    assert sum(slot.size for slot in slots) == sum(each.numel() for each in Transformer().parameters())


def test_tied_weights_stand_once():
    model = Transformer()
    model.head.weight = model.embed.weight
    rows = {row.path: set(row.parameters) for row in list_rows(model)}
    assert rows["embed"] == {"weight"}
    assert rows["head"] == {"bias"}


def test_rows_are_chosen_by_their_paths():
    rows = list_rows(Transformer(), include=r"encoder", exclude=r"norm|layers\.1")
    assert {row.path for row in rows} == {
        f"encoder.layers.0.{name}" for name in ("self_attn.in_proj", "self_attn.out_proj", "linear1", "linear2")
    }


@pytest.mark.parametrize(
    ("options", "words"),
    [({"include": "nothing"}, "leave none of 15 rows"), ({"exclude": "("}, "exclude='(' is no regular expression")],
)
def test_a_choice_that_cannot_be_is_told(options, words):
    with pytest.raises(VgdeskError, match=re.escape(words)):
        list_rows(Transformer(), **options)


def test_a_network_without_parameters_is_told():
    with pytest.raises(VgdeskError, match="Tanh has no parameters"):
        list_rows(nn.Tanh())


def test_the_first_tensor_of_any_output_is_found():
    tensor = torch.zeros(2)
    whole = torch.zeros(2, dtype=torch.int64)
    assert first_tensor({"a": whole, "b": [(tensor,)]}) is tensor
    assert first_tensor([whole, None, "text"]) is None
