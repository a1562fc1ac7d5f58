"""Which pane shows which picture.

A picture of curves over the epochs needs no line here; one of another kind has a pane of its own.
"""

from importlib import import_module

from vgdesk.pictures.picture import Picture, Sources
from vgdesk.ui.panes.pane import Pane

_CURVES = "time_curves"
_MODULES = {
    "depth": "depth_profile",
    "findings": "findings",
    "histogram": "histogram",
    "weights": "weight_matrix",
    "difference": "difference",
    "boundary": "boundary",
    "guesses": "guesses",
    "fit": "fit",
    "rewind": "rewind",
    "activation": "activation",
    "clip": "clip",
    "network": "network_diagram",
    "why": "why",
    "phase": "phase",
}
"""The module of a pane beside this one, imported when the pane is made: most are not when the window opens."""


def make_pane(picture: Picture, sources: Sources | None = None) -> Pane:
    """The pane of a picture."""
    return kind_of(picture)(picture, sources)


def kind_of(picture: Picture) -> type[Pane]:
    """What shows a picture: what its module calls ``PANE``."""
    module = import_module(f"vgdesk.ui.panes.{_MODULES.get(picture.key, _CURVES)}")
    kind: type[Pane] = module.PANE
    return kind
