"""Hears of the steps of an optimizer: behind accumulation, unscaling and clipping, before the update and after it."""

from collections.abc import Callable
from typing import Any, TypeAlias

from torch.optim import Optimizer

Take: TypeAlias = Callable[[Any], None]
"""Called before an update, with the loss where the optimizer evaluates it itself, else None."""
Finish: TypeAlias = Callable[[bool], None]
"""Called after a step, with whether the weights were updated."""


class StepHooks:
    """Calls two functions around every step.

    Args:
        optimizer: whose steps.
        scaler: a ``GradScaler``; a step that it leaves out, for the gradients overflowed, is told too. None without.
        take: called before the update.
        finish: called after it.
    """

    def __init__(self, optimizer: Optimizer, scaler: Any, take: Take, finish: Finish):
        self._optimizer = optimizer
        self._take, self._finish = take, finish
        self._steps = 0
        self._scaler, self._scaler_step = scaler, None if scaler is None else scaler.step
        self._handles = [
            optimizer.register_step_pre_hook(self._before),
            optimizer.register_step_post_hook(self._after),
        ]
        if scaler is not None:
            scaler.step = self._step_of_scaler

    def remove(self) -> None:
        """Leave optimizer and scaler as they were."""
        for handle in self._handles:
            handle.remove()
        if self._scaler is not None:
            self._scaler.step = self._scaler_step

    def _before(self, _: Optimizer, arguments: Any, options: dict[str, Any]) -> Any:
        """Take now; or, where the gradients are made in the step, once its closure was evaluated."""
        place = next((number for number, argument in enumerate(arguments[1:], start=1) if callable(argument)), None)
        if callable(options.get("closure")):
            return arguments, {**options, "closure": _Closure(options["closure"], self._take)}
        if place is not None:
            return (*arguments[:place], _Closure(arguments[place], self._take), *arguments[place + 1 :]), options
        self._take(None)
        return None

    def _after(self, *_: Any) -> None:
        self._steps += 1
        self._finish(True)

    def _step_of_scaler(self, optimizer: Optimizer, *arguments: Any, **options: Any) -> Any:
        assert self._scaler_step is not None
        steps = self._steps
        result = self._scaler_step(optimizer, *arguments, **options)
        if optimizer is self._optimizer and self._steps == steps:
            self._take(None)
            self._finish(False)
        return result


class _Closure:
    """A closure whose first answer in a step is told."""

    def __init__(self, closure: Callable[[], Any], tell: Take):
        self._closure = closure
        self._tell: Take | None = tell

    def __call__(self) -> Any:
        loss = self._closure()
        tell, self._tell = self._tell, None
        if tell is not None:
            tell(loss)
        return loss
