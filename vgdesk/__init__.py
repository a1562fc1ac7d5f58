"""vgdesk shows, live, how gradients vanish or explode in a neural network."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vgdesk.watching.recorder import Recorder, watch

__version__ = "0.1.0"
__all__ = ["Recorder", "__version__", "watch"]


def __getattr__(name: str) -> Any:
    """``watch`` and ``Recorder``, loaded when first asked for: the window does not need torch."""
    if name in ("Recorder", "watch"):
        from vgdesk.watching import recorder  # noqa: PLC0415

        return getattr(recorder, name)
    raise AttributeError(f"module 'vgdesk' has no attribute {name!r}")
