import torch

from tests.training.examples import content_of, small_spec, told
from vgdesk.training.dropout import Dropout
from vgdesk.training.network import build_network

X = torch.ones(500, 40)


def test_a_share_is_dropped_and_the_others_make_up_for_it():
    dropout = Dropout(0.3, seed=0, layer=1)
    out = dropout.forward(X)
    assert set(out.unique().tolist()) == {0.0, torch.tensor(1 / 0.7).item()}
    share = (out == 0).double().mean().item()
    assert abs(share - 0.3) < 5 * (0.3 * 0.7 / X.numel()) ** 0.5
    assert torch.equal(dropout.backward(X), out)


def test_a_mask_is_that_of_its_seed_layer_and_step_alone():
    masks = [Dropout(0.5, seed, layer).draw_mask(20, 20) for seed, layer in [(0, 1), (0, 1), (1, 1), (0, 2), (0, 11)]]
    later = Dropout(0.5, 0, 1)
    later.step = 1
    assert torch.equal(masks[0], masks[1])
    assert all(not torch.equal(masks[0], other) for other in (*masks[2:], later.draw_mask(20, 20)))
    before = later.draw_mask(20, 20)
    later.forward(X)
    assert torch.equal(later.draw_mask(20, 20), before)


def test_nothing_is_dropped_from_what_is_scored():
    plain, dropped = (build_network(small_spec({"network.dropout": share})) for share in (0.0, 0.5))
    x = torch.linspace(-1, 1, 20).reshape(10, 2)
    assert torch.equal(plain.forward(x), dropped.forward(x))
    assert not torch.equal(plain.forward(x, training=True), dropped.forward(x, training=True))


def test_how_often_a_network_is_measured_changes_no_mask():
    often, seldom = (
        told(small_spec({"network.dropout": 0.5, "sampling": {"kind": "steps", "steps": steps}})) for steps in (1, 5)
    )
    assert content_of(often)[3] == content_of(seldom)[3]
