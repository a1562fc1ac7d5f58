"""The option of a factor before the loss, at which rules are compared."""

import argparse
from typing import Any

_LARGEST = 1e6


def add_loss_scale(parser: Any) -> None:
    """Add the option."""
    parser.add_argument(
        "--loss-scale",
        type=_read_scale,
        default=1.0,
        metavar="F",
        help="findings: compare the rules as if the loss were F times itself, and say which flip (default: 1)",
    )


def _read_scale(text: str) -> float:
    number = float(text)
    if not 1 / _LARGEST <= number <= _LARGEST:
        raise argparse.ArgumentTypeError(f"{text} is no factor of a loss; write {1 / _LARGEST:g} to {_LARGEST:g}")
    return number
