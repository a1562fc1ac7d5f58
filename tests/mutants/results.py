"""What came of the faults, kept in a file so that a trial can be gone on with."""

import json
import threading
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from zlib import crc32

from tests.mutants.mutant import Mutant
from tests.mutants.stages import STAGES
from tests.mutants.trial import Baseline, Verdict


class Results:
    """Verdicts so far.

    Args:
        path: of the file, if they are kept.

    Attributes:
        baseline: what is known of tests on the sound code.
    """

    def __init__(self, path: Path | None):
        self._path = path
        self._lock = threading.Lock()
        held = json.loads(path.read_text(encoding="utf-8")) if path is not None and path.exists() else {}
        self._verdicts: dict[str, tuple[int, Verdict]] = {
            key: (found["digest"], Verdict(**found["verdict"])) for key, found in held.get("mutants", {}).items()
        }
        self.baseline = Baseline(set(held.get("sound", [])), set(held.get("broken", [])))

    def find(self, mutant: Mutant) -> Verdict:
        """What came of this very fault; a verdict without any stage if it was not tried."""
        known, verdict = self._verdicts.get(mutant.key, (0, Verdict()))
        return verdict if known == digest(mutant) and verdict.by not in self.baseline.broken else Verdict()

    def add(self, mutant: Mutant, verdict: Verdict) -> None:
        """Note and print what came of a fault."""
        with self._lock:
            self._verdicts[mutant.key] = (digest(mutant), verdict)
            found = f"found by {verdict.stage}: {verdict.by}" if verdict.stage else f"NOT FOUND: {mutant.what}"
            print(f"{mutant.key:<14} {verdict.seconds:6.1f} s {verdict.cpu_seconds:6.1f} cpu s  {found}", flush=True)
            self.save()

    def save(self) -> None:
        """Write the file."""
        if self._path is None:
            return
        held = {
            "mutants": {
                key: {"digest": number, "verdict": asdict(verdict)}
                for key, (number, verdict) in self._verdicts.items()
            },
            "sound": sorted(self.baseline.sound),
            "broken": sorted(self.baseline.broken),
        }
        draft = self._path.with_suffix(".part")
        draft.write_text(json.dumps(held, indent=1), encoding="utf-8")
        draft.replace(self._path)

    def print_summary(self, mutants: Iterable[Mutant]) -> None:
        """A line a room, then the faults that nothing found and the tests that were left out."""
        rooms: dict[str, list[tuple[Mutant, Verdict]]] = {}
        for mutant in mutants:
            if (verdict := self.find(mutant)).stages:
                rooms.setdefault(mutant.room, []).append((mutant, verdict))
        everywhere = [pair for pairs in rooms.values() for pair in pairs]
        print(f"\n{'where':<14} " + " ".join(f"{head:>6}" for head in ("faults", *STAGES, "missed", "cpu s")))
        for room, tried in [*rooms.items(), ("all", everywhere)]:
            counts = [sum(verdict.stage == stage for _, verdict in tried) for stage in (*STAGES, "")]
            numbers = (len(tried), *counts, round(sum(verdict.cpu_seconds for _, verdict in tried)))
            print(f"{room:<14} " + " ".join(f"{number:>6}" for number in numbers))
        for mutant, verdict in everywhere:
            if not verdict.stage:
                print(f"NOT FOUND in {', '.join(verdict.stages)}: {mutant.key}, {mutant.what} ({mutant.file})")
        for test in sorted(self.baseline.broken):
            print(f"left out, it fails on the sound code: {test}")


def digest(mutant: Mutant) -> int:
    """Changes when the fault does."""
    return crc32("\0".join((mutant.file, mutant.old, mutant.new)).encode())
