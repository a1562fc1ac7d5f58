import numpy as np
import pytest
import torch

from tests.watching.examples import mlp
from vgdesk.runs.reader import read_run

pytest.importorskip("skorch", reason="skorch is not installed: the extra 'frameworks' has it")
from skorch import NeuralNetClassifier

from vgdesk.watching.frameworks.skorch import WatchCallback

pytestmark = pytest.mark.filterwarnings("ignore")


def test_a_training_of_skorch_is_recorded_with_its_losses_and_its_history(tmp_path):
    inputs = np.random.default_rng(0).normal(size=(60, 5)).astype(np.float32)
    labels = np.arange(60) % 3
    net = NeuralNetClassifier(
        mlp(),
        criterion=torch.nn.CrossEntropyLoss,
        optimizer=torch.optim.SGD,
        lr=0.1,
        max_epochs=2,
        batch_size=12,
        verbose=0,
        callbacks=[WatchCallback(tmp_path / "a.vgrun")],
    )
    net.fit(inputs, labels)
    history = read_run(tmp_path / "a.vgrun")
    assert history.steps.tolist() == list(range(8))
    told = [batch["train_loss"] for epoch in net.history for batch in epoch["batches"] if "train_loss" in batch]
    assert history.batch_loss == pytest.approx(told, rel=1e-6)
    assert np.isfinite(history.grid("update", "ratio")).all()
    assert history.scores.test_loss == pytest.approx([epoch["valid_loss"] for epoch in net.history])
    assert history.scores.loss == pytest.approx([epoch["train_loss"] for epoch in net.history])
    assert history.scalars["lr"].values.tolist() == [0.1, 0.1]
    assert history.ended.reason == "finished"
