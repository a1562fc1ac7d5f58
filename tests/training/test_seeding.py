import numpy as np
import torch

from vgdesk.training.seeding import draw_noise, make_generator


def draw(*arguments):
    return torch.rand(1000, generator=make_generator(*arguments))


def test_equal_seed_purpose_and_index_draw_the_same_and_others_do_not():
    one = draw(7, "weight", 1)
    assert torch.equal(one, draw(7, "weight", 1))
    for other in [(8, "weight", 1), (7, "bias", 1), (7, "weight", 2), (2**32 - 1, "weight", 1)]:
        assert abs(np.corrcoef(one, draw(*other))[0, 1]) < 0.1


def test_drawing_leaves_torchs_own_generator_alone():
    torch.manual_seed(0)
    wanted = torch.rand(3)
    torch.manual_seed(0)
    draw_noise(1, "weight", 1, (5, 5))
    assert torch.equal(torch.rand(3), wanted)


def test_noise_is_even_and_open_at_both_ends():
    noise = draw_noise(0, "weight", 1, (300, 300))
    assert (noise.dtype, noise.shape) == (torch.float64, (300, 300))
    assert 0 < noise.min() < 1e-4
    assert 1 - 1e-4 < noise.max() < 1
    assert torch.special.ndtri(noise).isfinite().all()


def test_an_exact_0_would_still_be_a_finite_weight(monkeypatch):
    monkeypatch.setattr(torch, "rand", lambda *_, **__: torch.tensor([0.0, 1.0], dtype=torch.float64))
    assert torch.special.ndtri(draw_noise(0, "weight", 1, (2,))).isfinite().all()
