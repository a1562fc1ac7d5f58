import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader

from tests.watching.examples import batches, mlp
from vgdesk.runs.reader import read_run

pytest.importorskip("pytorch_lightning", reason="Lightning is not installed: the extra 'frameworks' has it")
import pytorch_lightning as pl

from vgdesk.watching.frameworks.lightning import WatchCallback

pytestmark = pytest.mark.filterwarnings("ignore")


class Module(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.net, self.losses = mlp(), []

    def training_step(self, batch, _):
        loss = nn.functional.cross_entropy(self.net(batch[0]), batch[1])
        self.losses.append(loss.item())
        return loss

    def validation_step(self, batch, _):
        self.log("val_loss", nn.functional.cross_entropy(self.net(batch[0]), batch[1]))
        self.log("val_auc", 0.75)

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), 0.1)


def fit(tmp_path, module, **options):
    data = DataLoader(list(batches(6)), batch_size=None)
    trainer = pl.Trainer(
        max_epochs=2,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        callbacks=[WatchCallback(tmp_path / "a.vgrun")],
        **options,
    )
    trainer.fit(module, data, data)


def test_a_training_of_lightning_is_recorded_with_its_losses_and_what_it_logs(tmp_path):
    module = Module()
    fit(tmp_path, module)
    history = read_run(tmp_path / "a.vgrun")
    assert history.steps.tolist() == list(range(12))
    assert history.batch_loss == pytest.approx(module.losses, rel=1e-6)
    assert np.isfinite(history.grid("gradient", "rms")).all()
    assert np.isfinite(history.grid("update", "ratio")).all()
    assert history.scores.step.tolist() == [6, 12]
    assert history.scalars["val_auc"].values.tolist() == [0.75, 0.75]
    assert history.scalars["lr"].values.tolist() == [0.1, 0.1]
    assert history.ended.reason == "finished"


def test_accumulated_batches_are_one_sample_with_an_undivided_loss(tmp_path):
    module = Module()
    fit(tmp_path, module, accumulate_grad_batches=3)
    history = read_run(tmp_path / "a.vgrun")
    assert history.batch_loss == pytest.approx(module.losses[2::3], rel=1e-5)


def test_a_training_of_lightning_that_fails_ends_its_run(tmp_path):
    module = Module()
    module.on_train_epoch_end = lambda: 1 / 0
    with pytest.raises(ZeroDivisionError):
        fit(tmp_path, module)
    assert read_run(tmp_path / "a.vgrun").ended.reason == "failed"
