"""Every picture, in the order of the menu."""

from collections.abc import Sequence

from vgdesk.errors import ExportError
from vgdesk.pictures.activation import ACTIVATION
from vgdesk.pictures.boundary import BOUNDARY
from vgdesk.pictures.clip import CLIP
from vgdesk.pictures.depth import DEPTH
from vgdesk.pictures.difference import DIFFERENCE
from vgdesk.pictures.findings import FINDINGS
from vgdesk.pictures.fit import FIT
from vgdesk.pictures.frame import Frame, Nothing
from vgdesk.pictures.guesses import GUESSES
from vgdesk.pictures.heatmaps import HEATMAPS
from vgdesk.pictures.histogram import HISTOGRAM
from vgdesk.pictures.layers import FIRST_LAST, GRADIENT, UPDATE, WEIGHT
from vgdesk.pictures.network import NETWORK
from vgdesk.pictures.phase import PHASE
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.rate import RATE
from vgdesk.pictures.rewind import REWIND
from vgdesk.pictures.scalars import SCALARS
from vgdesk.pictures.scores import ACCURACY, LOSS
from vgdesk.pictures.slopes import SLOPE
from vgdesk.pictures.view import View
from vgdesk.pictures.weights import WEIGHTS
from vgdesk.pictures.why import WHY

AROUND: tuple[Picture, ...] = (
    DEPTH,
    LOSS,
    ACCURACY,
    FINDINGS,
    GRADIENT,
    WEIGHT,
    FIRST_LAST,
    UPDATE,
    HISTOGRAM,
    WEIGHTS,
    DIFFERENCE,
    BOUNDARY,
    GUESSES,
    FIT,
    SLOPE,
    REWIND,
    ACTIVATION,
    RATE,
    SCALARS,
    CLIP,
    NETWORK,
    WHY,
    PHASE,
)
"""Those that can be around the heatmaps."""

PICTURES: tuple[Picture, ...] = (HEATMAPS, *AROUND)

USUAL = ("depth", "loss", "accuracy")
"""Keys of those that are shown around the heatmaps until the user or a lesson says else."""

GROUPS = {"all": tuple(each.key for each in PICTURES), "dashboard": (HEATMAPS.key, *USUAL)}
"""Keys of several pictures at once."""

_OLD_NAMES = {
    f"{key}-{measure}": f"{key}:{measure}" for key in ("gradient", "weight") for measure in ("mean", "std", "rms")
}


def find_picture(name: str) -> tuple[Picture, str]:
    """The picture of a name such as ``loss`` or ``depth:gradient``, and its option; empty where none is named.

    Raises:
        ExportError: there is no such picture or option.
    """
    key, _, option = _OLD_NAMES.get(name, name).partition(":")
    found = next((each for each in PICTURES if each.key == key), None)
    if found is None:
        raise ExportError(f"there is no pane {key!r}; take one of {', '.join(each.key for each in PICTURES)}")
    if option and option not in found.option_keys:
        known = ", ".join(f"{key}:{each}" for each in found.option_keys) or key
        raise ExportError(f"there is no pane {name!r}; take one of {known}")
    return found, option


def make_frames(view: View, names: Sequence[str], sources: Sources) -> list[Frame]:
    """The frames of several pictures; of a group those that have something to show.

    Args:
        view: what is looked at.
        names: see ``find_picture``; or a key of ``GROUPS``.
        sources: what was made before.

    Raises:
        ExportError: there is no such picture, or nothing to draw.
    """
    if not view.is_sampled:
        raise ExportError("there are no samples to draw; train first")
    frames: list[Frame] = []
    for name in names:
        if name in GROUPS:
            made = [find_picture(each)[0].frame_of(view, sources) for each in GROUPS[name]]
            frames += [frame for frame in made if not isinstance(frame, Nothing)]
        else:
            frames.append(_make_frame(view, name, sources))
    return frames


def _make_frame(view: View, name: str, sources: Sources) -> Frame:
    picture, option = find_picture(name)
    frame = picture.frame_of(view.choose(picture.key, option=option) if option else view, sources)
    if isinstance(frame, Nothing):
        raise ExportError(f"pane {picture.key}: {frame.reason}")
    layer, count = view.choices_of(picture.key).layer, len(frame.layer_names)
    if picture.shows_layer and layer is not None and layer > count:
        raise ExportError(f"there is no layer {layer}; choose 1 to {count}")
    return frame
