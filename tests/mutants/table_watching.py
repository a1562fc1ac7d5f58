"""Faults of the room that records networks of one's own."""

from tests.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        "watching-1",
        "wrong step",
        "vgdesk/watching/recorder.py",
        "pending.step == self._step - 1",
        "pending.step == self._step",
        "a loss told behind the step counts for the next one",
    ),
    Mutant(
        "watching-2",
        "missing condition",
        "vgdesk/watching/reading.py",
        "        measures[number][:, sample.missing] = np.nan\n",
        "        measures[number][:, sample.missing] = 0\n",
        "a parameter without a gradient seems to have one of 0",
    ),
    Mutant(
        "watching-3",
        "wrong axis",
        "vgdesk/watching/tree.py",
        "1 if isinstance(module, _CHANNELS_FIRST) else -1",
        "-1",
        "the units of a convolution are taken to be its columns",
    ),
)
