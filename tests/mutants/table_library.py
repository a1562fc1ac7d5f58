"""Faults of the library and of its drawer."""

from tests.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        "library-1",
        "stale answer",
        "vgdesk/library/index.py",
        "if text[0] != str(key):",
        "if not text[0]:",
        "what is listed of a run stays after its file has changed",
    ),
    Mutant(
        "library-2",
        "silent deletion",
        "vgdesk/library/tidying.py",
        "not entry.shown.is_starred and entry.state",
        "entry.state",
        "runs with a star are offered for removal",
    ),
    Mutant(
        "library-3",
        "swapped arguments",
        "vgdesk/library/listing.py",
        "_tell_apart(before.facts, after.facts)",
        "_tell_apart(after.facts, before.facts)",
        "sigmoid for tanh is said of a run that has tanh",
    ),
    Mutant(
        "ui/library-1",
        "wrong order",
        "vgdesk/ui/library/rows.py",
        'return loss if loss == loss else float("inf")',
        "return loss",
        "runs without a loss stand anywhere among those with one",
    ),
    Mutant(
        "ui/library-2",
        "lost key",
        "vgdesk/ui/library/runs_table.py",
        "self.opened.emit(bool(event.modifiers() & _BESIDE))\n        elif",
        "self.opened.emit(False)\n        elif",
        "Ctrl+Enter throws the lanes away that a run should stand beside",
    ),
)
