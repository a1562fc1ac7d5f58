"""Faults of the room that records programs of one's own."""

from tests.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        "watching-1",
        "wrong constant",
        "vgdesk/watching/steps.py",
        "self._finish(False)",
        "self._finish(True)",
        "a step that a scaler left out has an update that never was",
    ),
    Mutant(
        "watching-2",
        "missing validation",
        "vgdesk/watching/tree.py",
        "if id(parameter) not in seen and parameter.numel():",
        "if parameter.numel():",
        "tied weights are measured once for each of their names",
    ),
    Mutant(
        "watching-3",
        "missing copy",
        "vgdesk/watching/recorder.py",
        "        return value.detach().clone()\n    try:",
        "        return value.detach()\n    try:",
        "a number told as a tensor changes with the tensor until it is written",
    ),
)
