"""The loop of a textbook in a process of its own: so that the window beside which it is measured holds no torch.

``python -m tests.benchmarks.textbook`` reads a spec as one line of JSON, then a number of seconds a line, and answers
each with the steps a second that it has trained.
"""

import json
import subprocess
import sys
import time

from vgdesk.experiment.spec import ExperimentSpec, change_spec, parse_spec


class Textbook:
    """That process, from the side of the one who asks.

    Args:
        spec: of circles; its epochs do not count.
    """

    def __init__(self, spec: ExperimentSpec):
        command = [sys.executable, "-m", "tests.benchmarks.textbook"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self._ask(json.dumps(json.loads(spec.to_json())))

    def speed(self, seconds: float) -> float:
        """Steps a second over so many seconds; it rests before and after."""
        return float(self._ask(str(seconds)))

    def close(self) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()

    def _ask(self, line: str) -> str:
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


def serve() -> None:
    """Answer until stdin closes."""
    import torch

    from tests.benchmarks.workloads import Workload

    torch.set_num_threads(1)
    spec = change_spec(parse_spec(sys.stdin.readline()), {"training.epochs": 1})
    train_epoch = Workload(spec).textbook()
    train_epoch()
    print("ready", flush=True)
    for line in sys.stdin:
        began, epochs = time.perf_counter(), 0
        while time.perf_counter() - began < float(line):
            train_epoch()
            epochs += 1
        print(epochs * spec.steps_per_epoch / (time.perf_counter() - began), flush=True)


if __name__ == "__main__":
    serve()
