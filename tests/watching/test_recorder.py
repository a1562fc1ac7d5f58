import copy
import io
import pickle
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

import vgdesk
from tests.watching.examples import batches, mlp, no_warning, record, train
from vgdesk.errors import VgdeskError
from vgdesk.runs.reader import read_run
from vgdesk.watching import reading


def train_and_close(model, optimizer, recorder):
    train(model, optimizer, 200, recorder)
    recorder.close()
    recorder.close()


def train_and_fail(model, optimizer, path):
    with vgdesk.watch(model, optimizer, path) as recorder:
        train(model, optimizer, 2, recorder)
        _ = 1 / 0


def weights(model):
    return torch.cat([parameter.detach().flatten() for parameter in model.parameters()])


@pytest.mark.parametrize("make", [torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW])
def test_the_training_is_bit_for_bit_the_same_with_and_without(tmp_path, make):
    trained = []
    for watched in (False, True):
        model = nn.Sequential(mlp(), nn.Dropout(0.2), nn.BatchNorm1d(3))
        optimizer = make(model.parameters(), 0.01)
        recorder = vgdesk.watch(model, optimizer, tmp_path / "a.vgrun") if watched else None
        torch.manual_seed(3)
        train(model, optimizer, 10, recorder)
        trained.append((weights(model), torch.randn(3)))
        if recorder is not None:
            recorder.close()
            assert not [hook for each in model.modules() for hook in each._forward_hooks.values()]
    assert torch.equal(trained[0][0], trained[1][0])
    assert torch.equal(trained[0][1], trained[1][1])


def test_a_run_says_what_it_is_and_ends(tmp_path):
    history = record(tmp_path / "a.vgrun", mlp(), steps=7, every=2, steps_per_epoch=4, total_steps=7)
    started, watched = history.started, history.started.watched
    assert (watched.network, watched.optimizer, watched.every) == ("Sequential", "SGD", "2")
    assert dict(watched.versions)["torch"] == torch.__version__
    assert (started.total_steps, started.steps_per_epoch, started.has_epochs) == (7, 4, True)
    assert history.steps.tolist() == [0, 2, 4, 6]
    assert history.ended.reason == "finished"
    assert started.parameters == len(weights(mlp()))


@pytest.mark.parametrize("told", ["before", "behind"])
def test_a_loss_belongs_to_the_step_that_it_is_told_beside(tmp_path, told):
    model = mlp()
    optimizer, losses = torch.optim.SGD(model.parameters(), 0.1), []
    with vgdesk.watch(model, optimizer, tmp_path / "a.vgrun") as recorder:
        for inputs, labels in batches(4):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(inputs), labels)
            losses.append(loss.item())
            loss.backward()
            if told == "before":
                recorder.log(loss=loss)
            optimizer.step()
            if told == "behind":
                recorder.log(loss=loss.item())
    assert read_run(tmp_path / "a.vgrun").batch_loss == pytest.approx(losses, rel=1e-6)


def test_scores_are_told_under_the_names_that_people_use(tmp_path):
    model = mlp()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    with vgdesk.watch(model, optimizer, tmp_path / "a.vgrun") as recorder:
        recorder.log(val_loss=torch.tensor(2.0), val_acc=0.25)
        train(model, optimizer, 3, recorder)
        recorder.log(train_loss=1.0, accuracy=0.5)
        with pytest.raises(VgdeskError, match=r"log\(speed=...\): there is no place for it; take loss, train_loss"):
            recorder.log(speed=3)
    scores = read_run(tmp_path / "a.vgrun").scores
    assert scores.step.tolist() == [0, 3]
    assert scores.test_loss[0] == 2.0
    assert scores.test_accuracy[0] == 0.25
    assert (scores.loss[1], scores.accuracy[1]) == (1.0, 0.5)


def test_accumulated_and_clipped_gradients_are_those_of_the_update(tmp_path):
    model = mlp()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    with vgdesk.watch(model, optimizer, tmp_path / "a.vgrun"):
        for inputs, labels in batches(3):
            nn.functional.cross_entropy(model(inputs), labels).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.01)
        wanted = [float(each.grad.norm()) for each in model.parameters() if each.dim() == 2]
        optimizer.step()
    history = read_run(tmp_path / "a.vgrun")
    assert history.steps.tolist() == [0]
    assert history.grid("gradient", "l2")[0] == pytest.approx(wanted, rel=1e-5)


def test_an_optimizer_that_evaluates_the_loss_itself_is_one_sample_a_step_with_its_loss(tmp_path):
    model = mlp()
    optimizer = torch.optim.LBFGS(model.parameters(), max_iter=4)
    (inputs, labels), losses = next(batches(1)), []

    def closure():
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(inputs), labels)
        losses.append(loss.item())
        loss.backward()
        return loss

    with vgdesk.watch(model, optimizer, tmp_path / "a.vgrun"):
        optimizer.step(closure)
        calls = len(losses)
        optimizer.step(closure=closure)
    history = read_run(tmp_path / "a.vgrun")
    assert history.steps.tolist() == [0, 1]
    assert history.batch_loss == pytest.approx([losses[0], losses[calls]], rel=1e-6)
    assert np.isfinite(history.grid("update", "ratio")).all()


def test_a_step_that_a_scaler_leaves_out_is_the_overflow_that_it_is(tmp_path):
    model = mlp()
    optimizer, scaler = torch.optim.SGD(model.parameters(), 0.1), torch.amp.GradScaler("cpu", init_scale=4.0)
    with vgdesk.watch(model, optimizer, tmp_path / "a.vgrun", scaler=scaler):
        for number, (inputs, labels) in enumerate(batches(3)):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(inputs), labels)
            scaler.scale(loss).backward()
            if number == 1:
                model[0].weight.grad[0, 0] = torch.inf
            scaler.step(optimizer)
            scaler.update()
    history = read_run(tmp_path / "a.vgrun")
    assert history.steps.tolist() == [0, 1, 2]
    assert history.grid("gradient", "nonfinite")[:, 0].tolist() == [0, 1, 0]
    assert np.isnan(history.grid("update", "ratio")[1]).all()
    assert "step" not in vars(scaler) or scaler.step.__self__ is scaler


def test_copies_of_a_watched_network_are_plain_networks(tmp_path):
    model = mlp()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    with vgdesk.watch(model, optimizer, tmp_path / "a.vgrun") as recorder:
        train(model, optimizer, 2, recorder)
        for twin in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
            assert torch.equal(weights(twin), weights(model))
            twin(torch.randn(2, 5)).sum().backward()
        torch.save(model, io.BytesIO())
        train(model, optimizer, 2, recorder)
    assert read_run(tmp_path / "a.vgrun").sample_count == 4


def test_what_goes_wrong_here_is_said_once_and_the_training_goes_on(tmp_path, monkeypatch):
    model = mlp()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)

    def broken(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reading, "reduce_weights", broken)
    recorder = vgdesk.watch(model, optimizer, tmp_path / "a.vgrun")
    before = weights(model)
    with pytest.warns(UserWarning, match="No space left on device; the training goes on") as warned:
        train_and_close(model, optimizer, recorder)
    assert len(warned) == 1
    assert not torch.equal(before, weights(model))


def test_nothing_to_record_is_said(tmp_path):
    model = mlp()
    used, watched = (torch.optim.SGD(model.parameters(), 0.1) for _ in range(2))
    recorder = vgdesk.watch(model, watched, tmp_path / "a.vgrun")
    with pytest.warns(UserWarning, match="the network is at work, but this SGD does no step"):
        train(model, used, 150)
    with pytest.warns(UserWarning, match="vgdesk recorded nothing"):
        recorder.close()
    assert not list(tmp_path.iterdir())


def test_a_training_that_fails_ends_its_run(tmp_path):
    model = mlp()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    with pytest.raises(ZeroDivisionError):
        train_and_fail(model, optimizer, tmp_path / "a.vgrun")
    ended = read_run(tmp_path / "a.vgrun").ended
    assert (ended.reason, ended.message) == ("failed", "ZeroDivisionError: division by zero")


def test_a_compiled_network_is_recorded_without_what_flows_through_it(tmp_path):
    model = mlp()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    compiled = torch.compile(model, backend="eager")
    with no_warning(), vgdesk.watch(compiled, optimizer, tmp_path / "a.vgrun") as recorder:
        train(compiled, optimizer, 3, recorder)
        assert torch._dynamo.explain(model)(torch.randn(2, 5)).graph_break_count == 0
    history = read_run(tmp_path / "a.vgrun")
    assert np.isfinite(history.grid("gradient", "rms")).all()
    assert ("activation", "rms") not in history.layout


@pytest.mark.parametrize(
    ("arguments", "options", "words"),
    [
        (lambda model, path: (model.parameters(), None, path), {}, "the first argument is the network"),
        (lambda model, path: (model, model, path), {}, "the second argument is the optimizer"),
        (None, {"evry": 2}, "watch(evry=...): there is no such option; take include, exclude"),
        (None, {"every": "often"}, "a share of the time"),
    ],
)
def test_a_wrong_argument_is_told_with_the_way_out(tmp_path, arguments, options, words):
    model = mlp()
    given = (model, torch.optim.SGD(model.parameters(), 0.1), tmp_path / "a.vgrun")
    with pytest.raises(VgdeskError, match=re.escape(words)):
        vgdesk.watch(*(arguments(model, given[2]) if arguments else given), **options)
    assert not list(tmp_path.iterdir())


def test_no_file_is_written_over_and_no_folder_made(tmp_path):
    model = mlp()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    (tmp_path / "mine").write_text("thesis")
    with pytest.raises(VgdeskError, match="exists already; name a new file"):
        vgdesk.watch(model, optimizer, tmp_path / "mine")
    with pytest.raises(VgdeskError, match="is not there; make it"):
        vgdesk.watch(model, optimizer, tmp_path / "no" / "a.vgrun")
    assert (tmp_path / "mine").read_text() == "thesis"


PROGRAM = """
import sys, time, torch, vgdesk
sys.path.insert(0, {root!r})
from tests.watching.examples import mlp, train
model = mlp()
optimizer = torch.optim.SGD(model.parameters(), 0.1)
recorder = vgdesk.watch(model, optimizer, {path!r})
heavy = ("PySide6", "pyqtgraph", "sklearn", "matplotlib")
print(*sorted(name for name in sys.modules if name.split(".")[0] in heavy))
step = 0
while {endless} or step < 5:
    train(model, optimizer, 1, recorder)
    step += 1
    print(step, time.time(), flush=True)
    time.sleep(0.005)
"""


def start(path, *, endless):
    root = Path(__file__).resolve().parents[2]
    program = PROGRAM.format(root=str(root), path=str(path), endless=endless)
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=root)


def test_the_end_of_the_program_ends_the_run_and_nothing_heavy_is_loaded(tmp_path):
    process = start(tmp_path / "a.vgrun", endless=False)
    out, _ = process.communicate()
    assert process.returncode == 0
    assert out.splitlines()[0] == ""
    history = read_run(tmp_path / "a.vgrun")
    assert (history.sample_count, history.ended.reason) == (5, "finished")


def test_a_program_that_is_killed_loses_a_quarter_of_a_second_at_most(tmp_path):
    process = start(tmp_path / "a.vgrun", endless=True)
    process.stdout.readline()
    lines = [process.stdout.readline() for _ in range(60)]
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    steps = dict(line.split() for line in [*lines, *rest.splitlines()] if len(line.split()) == 2)
    history = read_run(tmp_path / "a.vgrun")
    assert history.ended is None
    last = str(history.steps[-1] + 1)
    lost = float(max(steps.values(), key=float)) - float(steps[last])
    assert lost <= 0.25
    assert time.time() > float(steps[last])
