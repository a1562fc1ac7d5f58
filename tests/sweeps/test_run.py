import json
import signal
import subprocess
import sys
import time
from dataclasses import fields

import psutil
import pytest

from tests.sweeps.examples import small_plan
from vgdesk.sweeps.folder import create_sweep, open_sweep
from vgdesk.sweeps.rows import Figures, read_figures

GRID = ("--grid", "network.activation=tanh,relu", "--grid", "depth=1:3:3", "--seeds", "2", "--jobs", "2")


def start(spec, folder, *options):
    command = [sys.executable, "-m", "vgdesk", "sweep", str(spec), *GRID, "--out", str(folder), "--json", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(condition, process):
    while not condition():
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)


def workers(process):
    children = psutil.Process(process.pid).children()
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]


def rows(folder):
    return len(open_sweep(folder).done()) if (folder / "plan.json").exists() else 0


def test_a_sweep_loses_nothing_to_a_killed_worker_and_an_interrupt_and_equals_networks_trained_alone(tmp_path):
    plan = small_plan("network.activation=tanh,relu", "depth=1:3:3", seeds=2, epochs=150)
    spec, folder = tmp_path / "spec.json", tmp_path / "a.vgsweep"
    spec.write_text(plan.spec.to_json())

    first = start(spec, folder)
    wait_for(lambda: rows(folder), first)
    workers(first)[0].kill()
    first.send_signal(signal.SIGINT)
    out, errors = first.communicate()
    assert first.returncode in (0, 130), errors
    assert not errors
    done = json.loads(out)["done"]
    assert done == rows(folder) > 0

    second = start(spec, folder)
    out, errors = second.communicate()
    assert (second.returncode, errors) == (0, "")
    assert json.loads(out)["done"] == plan.size
    found = open_sweep(folder).read()
    assert len(found["key"]) == len(set(found["key"])) == plan.size
    place = {key: number for number, key in enumerate(found["key"])}
    for network in list(plan.networks())[::7]:
        alone = read_figures(network.spec)
        names = [each.name for each in fields(Figures) if each.type in (float, int) and each.name != "seconds"]
        assert [found[name][place[network.key]] for name in names] == pytest.approx(
            [getattr(alone, name) for name in names], rel=0, abs=0, nan_ok=True
        )


def test_a_network_that_kills_every_worker_is_a_row_that_says_so(tmp_path):
    from vgdesk.sweeps import run

    plan = small_plan(seeds=2)
    folder = create_sweep(tmp_path / "a.vgsweep", plan)
    work = run._Work(folder, list(plan.networks()))
    networks = list(plan.networks())
    with work.kept():
        work.lose(networks[:2], "died")
        assert work.next_task() == [networks[1]]
        work.lose([networks[1]], "died")
    found = open_sweep(folder.path).read()
    assert list(found["key"]) == [networks[1].key]
    assert list(found["failure"]) == ["died"]
    assert work.next_task() == [networks[0]]
