"""Runs the installed program as a user would: without a window, without a display, and, where Xvfb is, with a window.

``python packaging/check_end_to_end.py``; ends with 1 and one line where something is not as it should be.
"""

import csv
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import vgdesk

PROGRAM = Path(sys.executable).parent / "vgdesk"
HEADER = ["run", "lane", "seed", "step", "epoch", "layer", "tensor", "measure", "value"]
SIGNATURES = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
WINDOW_SECONDS = 90
PAUSE_SECONDS = 0.2


def main() -> int:
    """Run every check; 0 when all hold."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = dict(os.environ) | {"VGDESK_HOME": str(folder / "home")}
        try:
            check_version(environment)
            check_training(folder, environment)
            check_mistake(environment)
            check_no_display(environment)
            check_window(folder, environment)
        except (AssertionError, subprocess.TimeoutExpired) as error:
            print(f"end to end: {error}", file=sys.stderr)
            return 1
    print("end to end: all as it should be")
    return 0


def check_version(environment: dict[str, str]) -> None:
    """The program says its version and its lessons."""
    expect(vgdesk.__version__ in run(environment, "--version").stdout, "--version names no version")
    lessons = json.loads(run(environment, "lessons", "--json").stdout)
    expect("circles-1h-relu" in json.dumps(lessons), "lessons --json does not list circles-1h-relu")


def check_training(folder: Path, environment: dict[str, str]) -> None:
    """A training is recorded, says how it ended, and its run gives numbers and pictures."""
    path = folder / "run.vgrun"
    arguments = ("--epochs", "3", "--out", str(path), "--json")
    last = json.loads(run(environment, "train", "circles-1h-relu", *arguments).stdout.splitlines()[-1])
    expect(last["lesson"] == "circles-1h-relu" and last["epochs"] == 3, f"train --json says {last}")
    expect(math.isfinite(last["loss"]) and 0 <= last["accuracy"] <= 1, f"train --json says {last}")
    check_table(folder, path, environment)
    for form, signature in SIGNATURES.items():
        picture = folder / f"run.{form}"
        run(environment, "export", str(path), f"--{form}", str(picture))
        expect(picture.read_bytes().startswith(signature), f"export --{form} wrote no {form}")


def check_table(folder: Path, path: Path, environment: dict[str, str]) -> None:
    """The CSV of that run has its header, and as many values of each measure as samples times layers."""
    table = folder / "run.csv"
    run(environment, "export", str(path), "--csv", str(table))
    with table.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    expect(header == HEADER, f"the CSV begins with {header}")
    gradients = [row for row in rows if row[6:8] == ["gradient", "mean_abs"]]
    expect(len(gradients) == 4 * 2, f"3 epochs of 2 layers gave {len(gradients)} values of a measure, not 8")


def check_mistake(environment: dict[str, str]) -> None:
    """A user's mistake ends with 2 and one line."""
    done = run(environment, "train", "no-such-lesson", code=2)
    expect(len(done.stderr.splitlines()) == 1, f"a mistake is answered with {done.stderr!r}")


def check_no_display(environment: dict[str, str]) -> None:
    """Without a display the program says so and names the headless command."""
    if sys.platform != "linux":
        return
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    bare = {name: text for name, text in environment.items() if name not in hidden}
    done = run(bare, code=2)
    expect(len(done.stderr.splitlines()) == 1, f"no display is answered with {done.stderr!r}")
    expect("vgdesk train" in done.stderr, f"no display is answered with {done.stderr!r}")


def check_window(folder: Path, environment: dict[str, str]) -> None:
    """The window opens, Space trains, and the run is there when the program is gone; nothing runs on."""
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        print("end to end: no Xvfb and xdotool here, the window was not opened")
        return
    with XDisplay(folder) as display:
        seen = {name: text for name, text in environment.items() if name != "QT_QPA_PLATFORM"} | {"DISPLAY": display}
        with subprocess.Popen([PROGRAM], env=seen, start_new_session=True) as window:
            try:
                wait_until(lambda: press_space(seen) or window.poll() is not None, "no window opened")
                runs = folder / "home" / "runs"
                wait_until(lambda: len(list(runs.glob("*.vgrun"))) >= 2, "Space trained no two lanes")
            finally:
                window.terminate()
        wait_until(lambda: not is_session_alive(window.pid), "the program left a process behind")
    for path in runs.glob("*.vgrun"):
        run(environment, "export", str(path), "--csv", str(folder / "window.csv"))


class XDisplay:
    """An Xvfb that lives as long as the block; gives the name of its display."""

    def __init__(self, folder: Path):
        self._numbers = folder / "display"

    def __enter__(self) -> str:
        with self._numbers.open("w") as file:
            size = ("-screen", "0", "1280x720x24")
            command = ["Xvfb", "-displayfd", str(file.fileno()), *size, "-nolisten", "tcp"]
            self._server = subprocess.Popen(command, pass_fds=[file.fileno()], stderr=subprocess.DEVNULL)
        wait_until(lambda: self._numbers.read_text().endswith("\n"), "Xvfb did not start")
        return f":{self._numbers.read_text().strip()}"

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait(timeout=10)


def press_space(environment: dict[str, str]) -> bool:
    """Press Space in the program's window; False while there is none."""
    command = ["xdotool", "search", "--onlyvisible", "--name", "vgdesk", "windowfocus", "--sync", "key", "space"]
    return subprocess.run(command, env=environment, capture_output=True, timeout=30).returncode == 0


def is_session_alive(leader: int) -> bool:
    """Whether any process lives in the session of that process."""
    listed = subprocess.run(["ps", "-o", "stat=", "-s", str(leader)], capture_output=True, text=True, timeout=30)
    return any(not state.startswith("Z") for state in listed.stdout.split())


def wait_until(is_so: Callable[[], bool], otherwise: str) -> None:
    """Wait for a condition outside this process, or fail with that sentence."""
    deadline = time.monotonic() + WINDOW_SECONDS
    while not is_so():
        expect(time.monotonic() < deadline, otherwise)
        time.sleep(PAUSE_SECONDS)


def run(environment: dict[str, str], *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the program; its exit code must be as said, and it must not show a traceback."""
    command = [str(PROGRAM), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    words = " ".join(("vgdesk", *arguments))
    expect(done.returncode == code, f"{words} ended with {done.returncode}, not {code}: {done.stderr}")
    expect("Traceback" not in done.stderr, f"{words} showed a traceback: {done.stderr}")
    return done


def expect(is_so: bool, otherwise: str) -> None:
    """Fail with that sentence."""
    if not is_so:
        raise AssertionError(otherwise)


if __name__ == "__main__":
    sys.exit(main())
