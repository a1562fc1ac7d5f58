"""What may be asked of a training while it runs."""

from dataclasses import dataclass


@dataclass
class TrainControl:
    """Requests that ``train`` reads after every event it yields; whoever iterates it sets them there.

    Attributes:
        stop: end every lane now, keeping what was sampled.
        pausing: end this round at the next event instead of the next sample, holding nothing back.
        stepping: hold nothing back at the end of a round, instead of yielding samples in batches.
    """

    stop: bool = False
    pausing: bool = False
    stepping: bool = False

    @property
    def holds_nothing_back(self) -> bool:
        """Whether the samples of a round must be yielded before it ends."""
        return self.stop or self.pausing or self.stepping
