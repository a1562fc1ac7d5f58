import numpy as np
import pytest
import torch
from torch import nn

import vgdesk
from tests.watching.examples import Transformer, mlp, record, train
from vgdesk.analysis.diagnosis import diagnose, judge
from vgdesk.analysis.verdicts import Flow, Verdict
from vgdesk.measures import gradient_of, measures_of
from vgdesk.runs.reader import read_run
from vgdesk.watching.tree import list_rows

FLOAT32 = 1e-5  # relative, of what is summed in float64 and kept in float32


def expected(tensor, x):
    """Measures of an array in float64, from their definitions."""
    x = np.asarray(x, np.float64).ravel()
    size = {"mean": x.mean(), "std": x.std(), "mean_abs": np.abs(x).mean(), "rms": np.sqrt(np.square(x).mean())}
    size |= {"l2": np.sqrt(np.square(x).sum()), "max_abs": np.abs(x).max(), "min": x.min(), "max": x.max()}
    size |= {"zero_fraction": (x == 0).mean(), "negative_fraction": (x < 0).mean(), "nonfinite": 0.0}
    return {measure.key: size[measure.key] for measure in measures_of(tensor)}


def last(history, tensor, row):
    """Measures of a row at the last sample, by key."""
    return {each.key: history.grid(tensor, each.key)[-1, row] for each in measures_of(tensor)}


def test_every_measure_of_every_parameter_of_a_transformer_is_that_of_its_definition(tmp_path):
    model = Transformer()
    rows = list_rows(model)
    optimizer = torch.optim.Adam(model.parameters(), 1e-2)
    with vgdesk.watch(model, optimizer, tmp_path / "a.vgrun"):
        for step in range(3):
            x = torch.randint(0, 11, (4, 6), generator=torch.Generator().manual_seed(step))
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x).flatten(0, 1), x.flatten()).backward()
            before = [[each.detach().clone() for each in row.parameters.values()] for row in rows]
            gradients = [[each.grad.clone() for each in row.parameters.values()] for row in rows]
            optimizer.step()
    history = read_run(tmp_path / "a.vgrun")
    assert history.sample_count == 3
    for number, row in enumerate(rows):
        for place, (tensor, parameter) in enumerate(row.parameters.items()):
            gradient, weight = gradients[number][place], before[number][place]
            scale = float(gradient.abs().max())
            found = last(history, gradient_of(tensor), number)
            assert found == pytest.approx(expected(gradient_of(tensor), gradient), rel=FLOAT32, abs=FLOAT32 * scale)
            assert last(history, tensor, number) == pytest.approx(expected(tensor, weight), rel=FLOAT32, abs=1e-7)
            if tensor == "weight":
                change = parameter.detach().double() - weight.double()
                ratio = torch.log10(change.square().mean().sqrt() / weight.double().square().mean().sqrt())
                assert history.grid("update", "ratio")[-1, number] == pytest.approx(float(ratio), abs=1e-4)
    bins = history.histograms.bins("gradient")[-1] if "gradient" in history.histograms.tensors else None
    assert bins is not None
    assert bins.sum() + history.histograms.zeros("gradient")[-1].sum() == sum(
        row.parameters["weight"].numel() for row in rows if "weight" in row.parameters
    )


@pytest.mark.parametrize("size", [1e-30, 1e-12, 1.0, 1e18])
def test_gradients_of_any_size_are_measured(tmp_path, size):
    model = nn.Linear(300, 200)
    optimizer = torch.optim.SGD(model.parameters(), 0.0)
    gradient = torch.randn(200, 300, generator=torch.Generator().manual_seed(0)) * size
    with vgdesk.watch(model, optimizer, tmp_path / "a.vgrun"):
        model.weight.grad = gradient
        optimizer.step()
    found, wanted = last(read_run(tmp_path / "a.vgrun"), "gradient", 0), expected("gradient", gradient)
    for key in ("std", "mean_abs", "rms", "l2", "max_abs"):
        assert found[key] == pytest.approx(wanted[key], rel=FLOAT32)


def test_outputs_and_signals_are_those_of_the_pass(tmp_path):
    model = mlp()
    kept = {}
    for place in (0, 2, 4):
        model[place].register_forward_hook(
            lambda _, __, z, place=place: (z.retain_grad(), kept.update({place: z}))[0]
        )
    history = record(tmp_path / "a.vgrun", model, steps=2)
    for row, place in enumerate((0, 2, 4)):
        z = kept[place].detach().double().numpy()
        activation, signal = last(history, "activation", row), last(history, "signal", row)
        covariance = np.cov(z.T, bias=True)
        assert activation["rms"] == pytest.approx(np.sqrt(np.square(z).mean()), rel=FLOAT32)
        assert activation["std"] == pytest.approx(z.std(), rel=FLOAT32)
        rank = np.trace(covariance) ** 2 / np.trace(covariance @ covariance)
        assert activation["effective_rank"] == pytest.approx(rank, rel=1e-4)
        assert np.isnan(activation["saturated_fraction"])
        assert signal["rms"] == pytest.approx(float(kept[place].grad.double().square().mean().sqrt()), rel=FLOAT32)


def test_units_of_a_convolution_are_its_channels(tmp_path):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(inplace=True), nn.Flatten(), nn.Linear(36, 3))
    with torch.no_grad():
        model[0].weight[1:3] = 0
        model[0].bias[1:3] = 0
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    with vgdesk.watch(model, optimizer, tmp_path / "a.vgrun"):
        model(torch.randn(8, 1, 5, 5)).square().mean().backward()
        optimizer.step()
    found = last(read_run(tmp_path / "a.vgrun"), "activation", 0)
    assert found["dead_fraction"] == 0.5
    assert found["mean"] != 0


def test_what_has_no_gradient_is_not_measured_and_is_no_fault(tmp_path):
    model = mlp()
    model[0].weight.requires_grad_(False)
    model.register_module("unused", nn.Linear(2, 2))
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    with vgdesk.watch(model, optimizer, tmp_path / "a.vgrun"):
        model[:5](torch.randn(4, 5)).square().mean().backward()
        optimizer.step()
    history = read_run(tmp_path / "a.vgrun")
    assert np.isnan(history.grid("gradient", "rms")[0, [0, -1]]).all()
    assert np.isnan(history.grid("gradient", "nonfinite")[0, [0, -1]]).all()
    assert np.isfinite(history.grid("bias_gradient", "rms")[0, 0])
    assert np.isnan(history.grid("activation", "rms")[0, -1])
    assert judge(history).flow is Flow.NOT_JUDGED


def test_a_number_that_overflows_is_told(tmp_path):
    model = mlp()
    with torch.no_grad():
        model[4].bias[0] = torch.inf
    history = record(tmp_path / "a.vgrun", model, steps=3)
    assert judge(history).flow is Flow.EXPLODING
    (cause,) = diagnose(history).causes
    assert cause.layers == (3,)


def test_a_loss_that_nobody_told_is_not_judged(tmp_path):
    model = mlp()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    with vgdesk.watch(model, optimizer, tmp_path / "a.vgrun"):
        train(model, optimizer, 60)
    assert judge(read_run(tmp_path / "a.vgrun")) == Verdict()
