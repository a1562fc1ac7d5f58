"""Numbers of very different sizes are learned as plain torch learns them once they are scaled by hand."""

import numpy as np
import pytest
import torch

from tests.training.examples import small_spec
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.training.datasets import load_dataset
from vgdesk.training.loop import Training

EPOCHS, ROWS, RATE = 40, 60, 0.1


@pytest.mark.parametrize("targets", [("u",), ("u", "v")])
def test_scaled_targets_are_learned_as_by_plain_torch(tmp_path, targets):
    draw = np.random.default_rng(1)
    inputs = draw.normal(size=(ROWS, 2)) * (3, 500)
    numbers = np.column_stack([inputs @ (1, 0.01), 1e5 + 1e4 * np.sin(inputs[:, 0])])[:, : len(targets)]
    path = tmp_path / "numbers.csv"
    lines = [",".join(map(repr, row)) for row in np.hstack([inputs, numbers]).tolist()]
    path.write_text("\n".join([",".join(("a", "b", *targets)), *lines]))
    spec = small_spec(
        {
            "network.activation": "tanh",
            "training.loss": "mean_squared_error",
            "data": {
                "kind": "csv",
                "path": str(path),
                "columns": dict.fromkeys(targets, "target"),
                "test_fraction": 0,
            },
            "training.batch_size": ROWS,
            "training.epochs": EPOCHS,
            "training.optimizer": {"kind": "sgd", "learning_rate": RATE},
        }
    )
    training = Training(spec, load_dataset(spec.data), measure=False)
    view = training.network.parameters.view
    count = len(training.network.layers)
    weights = [
        [view(i, name)[0].clone().requires_grad_() for name in ("weight", "bias")] for i in range(1, count + 1)
    ]
    for _ in training.rounds():
        pass
    assert training.started().data.guessing == pytest.approx(1, rel=1e-6)
    wanted = plain_losses(spec, weights, inputs, numbers)
    assert abs(training.score().loss - wanted) <= 1e-6
    assert wanted < 0.9


def plain_losses(spec: ExperimentSpec, weights, inputs, numbers) -> float:
    """The loss at the end, of standardised columns and targets."""
    order = np.random.default_rng(spec.data.seed).permutation(ROWS)
    x, y = (
        torch.tensor(((part - part.mean(0)) / part.std(0))[order], dtype=torch.float32) for part in (inputs, numbers)
    )
    flat = [tensor for pair in weights for tensor in pair]
    optimizer = torch.optim.SGD(flat, lr=RATE)
    for _ in range(EPOCHS + 1):
        out = x
        for number, (weight, bias) in enumerate(weights):
            out = out @ weight + bias
            out = torch.tanh(out) if number < len(weights) - 1 else out
        loss = ((out - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.detach().item()
