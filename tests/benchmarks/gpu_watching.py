"""R3w: the recorder on a GPU. ``python -m tests.benchmarks.gpu_watching`` where there is one; about two minutes.

Prints the ratio of a recorded training to the same without, and whether the training's thread waited for the device.
"""

import sys
import tempfile
from functools import partial
from itertools import count
from pathlib import Path

import torch

from tests.benchmarks.own_networks import Program, images, resnet, transformer, words
from tests.benchmarks.row import interleave

REPEATS = 3
LARGE = partial(transformer, 12, 768, 12, 32_000)
PROGRAMS = (
    (Program("transformer 110 M", LARGE, partial(words, 8, 512, 32_000), 40), torch.bfloat16),
    (Program("ResNet-18", partial(resnet, 64), partial(images, 256), 60), None),
)


def main() -> int:
    """Measure; 1 where there is no GPU."""
    if not torch.cuda.is_available():
        print("there is no GPU here; run this where torch.cuda.is_available()", file=sys.stderr)
        return 1
    number = count()
    with tempfile.TemporaryDirectory() as folder:
        for program, dtype in PROGRAMS:
            for every in (1, 10, "5%"):

                def record(program=program, dtype=dtype, every=every) -> None:
                    program.train(Path(folder) / f"{next(number)}.vgrun", "cuda", dtype, every=every)
                    torch.cuda.synchronize()

                def plain(program=program, dtype=dtype) -> None:
                    program.train(None, "cuda", dtype)
                    torch.cuda.synchronize()

                print(f"R3w {program.name}, every {every}: {interleave(record, plain, REPEATS):.3g}", flush=True)
            torch.cuda.set_sync_debug_mode("error")
            record()
            torch.cuda.set_sync_debug_mode("default")
            print(f"R3w {program.name}: nothing waits for the device", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
