import numpy as np
import pytest
import torch
from torch import nn

from tests.watching.examples import mlp
from vgdesk.runs.reader import read_run

pytest.importorskip("transformers", reason="Hugging Face is not installed: the extra 'frameworks' has it")
pytest.importorskip("accelerate", reason="Hugging Face is not installed: the extra 'frameworks' has it")
from transformers import Trainer, TrainingArguments

from vgdesk.watching.frameworks.hugging_face import WatchCallback

pytestmark = pytest.mark.filterwarnings("ignore")


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.net, self.losses = mlp(), []

    def forward(self, inputs, labels):
        out = self.net(inputs)
        loss = nn.functional.cross_entropy(out, labels)
        if self.training:
            self.losses.append(loss.item())
        return {"loss": loss, "logits": out}


def test_a_training_of_hugging_face_is_recorded_with_its_losses_and_what_it_logs(tmp_path):
    generator = torch.Generator().manual_seed(1)
    data = [{"inputs": torch.randn(5, generator=generator), "labels": torch.tensor(n % 3)} for n in range(24)]
    options = {"use_cpu": True, "report_to": [], "save_strategy": "no", "disable_tqdm": True}
    arguments = TrainingArguments(
        str(tmp_path),
        max_steps=6,
        logging_steps=3,
        per_device_train_batch_size=4,
        eval_strategy="steps",
        eval_steps=6,
        **options,
    )
    model = Model()
    watching = WatchCallback(tmp_path / "a.vgrun")
    Trainer(model, arguments, train_dataset=data, eval_dataset=data, callbacks=[watching]).train()
    history = read_run(tmp_path / "a.vgrun")
    assert history.steps.tolist() == list(range(6))
    assert history.started.total_steps == 6
    assert history.batch_loss == pytest.approx(model.losses, rel=1e-6)
    assert np.isfinite(history.grid("update", "ratio")).all()
    assert np.isfinite(history.scores.test_loss[history.scores.step == 6]).any()
    assert history.scalars["lr"].steps.tolist() == [3, 6]
    assert history.ended.reason == "finished"
    assert not model._forward_hooks
