import pytest
import torch

from tests.watching.examples import mlp, train
from vgdesk.runs.reader import read_run
from vgdesk.watching.frameworks.recording import Recording


def test_two_optimizers_have_a_file_each_and_what_is_no_number_is_left_out(tmp_path):
    one, two = mlp(), mlp(seed=1)
    both = torch.nn.ModuleList([one, two])
    optimizers = [torch.optim.SGD(each.parameters(), 0.1) for each in both]
    recording = Recording(tmp_path / "gan.vgrun", {"every": 2})
    recording.start(both, optimizers, total_steps=4)
    for each, optimizer in zip(both, optimizers, strict=True):
        train(each, optimizer, 3)
    told = {
        "valid_loss": 2.0,
        "lr": torch.tensor(0.5),
        "name": "x",
        "best": True,
        "many": torch.zeros(2),
        "y" * 49: 1,
    }
    recording.log(told)
    recording.close()
    for path in ("gan.vgrun", "gan-2.vgrun"):
        history = read_run(tmp_path / path)
        assert history.steps.tolist() == [0, 2]
        assert history.scores.test_loss.tolist() == [2.0]
        assert list(history.scalars) == ["lr"]
        assert history.ended.reason == "finished"


def test_a_training_that_failed_says_so_and_another_may_follow(tmp_path):
    model = mlp()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    recording = Recording(tmp_path / "a.vgrun", {})
    recording.start(model, [optimizer])
    train(model, optimizer, 1)
    recording.close(ValueError("no more data"))
    assert read_run(tmp_path / "a.vgrun").ended.message == "ValueError: no more data"
    with pytest.raises(Exception, match="exists already; name a new file"):
        recording.start(model, [optimizer])
