"""The base of all specs, and of the building blocks to choose from.

A choice is written in JSON as ``{"kind": "sigmoid"}``, with its parameters beside the kind, or, when the
defaults will do, as the plain string ``"sigmoid"``.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Spec(BaseModel):
    """Base of everything a user asks for: strict types, no unknown fields, no NaN, never changed in place."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class Choice(Spec):
    """One building block of a list of alternatives, told apart by its ``kind``."""

    kind: str

    @property
    def label(self) -> str:
        """Name on the screen, with the parameters: ``normal(0, 1)``."""
        values = [format(v, "g") for k, v in self if k != "kind" and isinstance(v, int | float)]
        name = self.kind.replace("_", " ")
        return f"{name}({', '.join(values)})" if values else name


def expand_shorthand(value: Any) -> Any:
    """``"relu"`` as ``{"kind": "relu"}``; anything else as it is."""
    return {"kind": value} if isinstance(value, str) else value
