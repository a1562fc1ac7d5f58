"""Faults of the room that trains grids of networks."""

from tests.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        "sweeps-1",
        "lost rows",
        "vgdesk/sweeps/run.py",
        "            self._alone += task\n",
        "            self._alone += task[1:]\n",
        "the first network of a task whose workers died is never trained",
    ),
    Mutant(
        "sweeps-2",
        "wrong key",
        "vgdesk/sweeps/plan.py",
        '{**json.loads(spec.to_json()), "name": ""}',
        "json.loads(spec.to_json())",
        "a network that is only called otherwise is trained again",
    ),
    Mutant(
        "sweeps-3",
        "counted twice",
        "vgdesk/sweeps/folder.py",
        "values[np.sort(firsts)]",
        "values",
        "a network that a crash left in two parts counts twice",
    ),
)
