import signal
import subprocess
import sys
import time
from pathlib import Path

from vgdesk.runs.reader import read_run

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
