"""Which remedies can work for which cause, in a network that does not have them yet."""

from collections.abc import Mapping
from functools import lru_cache

from vgdesk.errors import VgdeskError
from vgdesk.experiment.initial_weights import are_sound, decades_of_growth, family_of, gains_of, start_sound
from vgdesk.experiment.problems import find_conflicts
from vgdesk.experiment.remedy_table import REMEDIES, Remedy
from vgdesk.experiment.spec import ExperimentSpec

__all__ = ["REMEDIES", "Remedy", "find_remedy", "remedies_for"]

_HOPELESS_DECADES = 6.0  # of growth over the depth, which no clipping and no rate holds
_CLEARLY_LESS = 0.8  # of a gain
_OWN_RANGES = ("csv", "digits", "fashion_mnist", "mnist")  # data sets whose columns come in ranges of their own

_SCALING = ("standardize", "batch-inputs", "symmetric")
_SUITED = ("he", "lecun", "glorot", "orthogonal")
_NORMS = ("batch-norm", "layer-norm")
_SKIPS = ("skips", "scaled-skips")
_RECTIFIERS = ("relu", "leaky-relu", "elu", "selu")
_CLIPPING = ("clip-global-norm", "clip-norm", "clip-value")
_SLOWER = ("rate-tenth", "rate-hundredth", "adam-usual")
_FASTER = ("adam", "rmsprop", "rate-tenfold", "rate-hundredfold")
_NO_LARGER_GAIN = ("overflow at step 0", "exploding", "growing", "saturated", "dead")  # causes that it does not cure
_NOT_FROM_WEIGHTS = ("stuck", "slow")  # causes that other sound weights do not cure
_SHRINKING = ("vanishing", "plateau")  # causes that Glorot's weights do not cure in a sigmoid network
_ACTIVATIONS = (*_RECTIFIERS, "tanh")

_REMEDIES: Mapping[str, tuple[str, ...]] = {
    "overflow at step 0": ("standardize", *_SUITED, *_NORMS, "batch-inputs"),
    "exploding": (*_SUITED, "standardize", *_SLOWER, *_CLIPPING, *_NORMS, "batch-inputs"),
    "growing": (*_SUITED, "layer-norm", "scaled-skips", "standardize", "batch-norm"),
    "inputs": _SCALING,
    "constant weights": _SUITED,
    "one label": (),
    "fixed output": ("sigmoid-output",),
    "vanishing": (*_SUITED, *_ACTIVATIONS, *_NORMS, *_SKIPS, "critical", "adam", "rmsprop"),
    "dead": (*_SUITED, "standardize", *_SLOWER, *_RECTIFIERS[1:], "batch-norm", "batch-inputs", "wider"),
    "saturated": ("standardize", *_SUITED, *_NORMS, "batch-inputs", "relu", *_SLOWER),
    "collapsed": (*_SUITED, *_NORMS, *_SKIPS, "relu", "tanh"),
    "plateau": ("standardize", *_SUITED, *_NORMS, *_FASTER, "relu", "tanh", *_SKIPS),
    "stuck": ("standardize", *_SUITED, *_ACTIVATIONS, *_FASTER, "wider", *_NORMS, *_SKIPS),
    "slow": (*_FASTER, "standardize", *_SUITED, "relu", "tanh", *_NORMS),
    "rate": _SLOWER,
}
"""Keys by cause, the best first."""
_MEMORY = ("orthogonal-state", "lstm", "forget-bias", "shorter")
_OVER_TIME: Mapping[str, tuple[str, ...]] = {
    "overflow at step 0": ("orthogonal-state", "tanh-state", "lstm", "gru", "shorter"),
    "exploding": ("orthogonal-state", *_CLIPPING, "lstm", "gru", *_SLOWER, "tanh-state"),
    "growing": ("orthogonal-state", "tanh-state", "lstm", "gru", "shorter"),
    "constant weights": ("orthogonal-state", *_SUITED),
    "vanishing": _MEMORY,
    "forgetting": _MEMORY,
    "dead": ("tanh-state", "orthogonal-state", "lstm", "gru", *_SLOWER),
    "saturated": ("orthogonal-state", *_SLOWER, "lstm", "gru"),
    "collapsed": ("orthogonal-state", "lstm", "gru"),
    "plateau": ("orthogonal-state", *_FASTER, "lstm", "gru", "forget-bias", "shorter"),
    "stuck": ("orthogonal-state", "lstm", "gru", "forget-bias", *_FASTER, "shorter"),
    "slow": (*_FASTER, "orthogonal-state", "lstm", "gru", "forget-bias", "shorter"),
    "rate": _REMEDIES["rate"],
}
"""Keys by cause, of networks that read sequences step by step."""

CAUSES: tuple[str, ...] = (*_REMEDIES, "forgetting")
"""What can be wrong with a network, as far as remedies are known or known not to be there."""


def find_remedy(key: str) -> Remedy:
    """The remedy of that key.

    Raises:
        VgdeskError: there is none; names those that there are.
    """
    for remedy in REMEDIES:
        if remedy.key == key:
            return remedy
    raise VgdeskError(f"there is no remedy {key!r}; take one of {', '.join(one.key for one in REMEDIES)}")


@lru_cache(maxsize=256)
def remedies_for(cause: str, spec: ExperimentSpec) -> tuple[Remedy, ...]:
    """Remedies that this spec does not have yet and that can work for a cause, the best first.

    Args:
        cause: one of ``CAUSES``; for any other there are none.
        spec: of the network that is sick.
    """
    keys = (_REMEDIES if spec.network.recurrent is None else _OVER_TIME).get(cause, ())
    possible = [find_remedy(key) for key in keys if not _is_hopeless(key, cause, spec)]
    return tuple(remedy for remedy in possible if _is_valid(remedy.apply(spec)))


def _is_hopeless(key: str, cause: str, spec: ExperimentSpec) -> bool:
    """Whether a remedy cannot work in this network, whatever it does in others."""
    if key in (*_CLIPPING, *_SLOWER):
        broken = cause in ("dead", "saturated") and not start_sound(spec)
        return broken or decades_of_growth(spec) > _HOPELESS_DECADES or (key in _CLIPPING and _ignores_size(spec))
    if key in _SCALING:
        return cause != "inputs" and not (spec.data.kind in _OWN_RANGES and spec.data.scaling == "none")
    if key == "wider":
        return cause == "dead" and not start_sound(spec)
    if key in _SUITED:
        return are_sound(spec) and not _may_redraw(key, cause, spec)
    if key in _ACTIVATIONS and spec.network.hidden:
        return not _may_replace(spec, cause, key)
    return False


def _ignores_size(spec: ExperimentSpec) -> bool:
    """Whether the optimizer makes the same steps of gradients of any size."""
    return spec.network.recurrent is None and spec.training.optimizer.kind != "sgd"


def _may_redraw(key: str, cause: str, spec: ExperimentSpec) -> bool:
    """Whether sound weights may be to blame, so that others can help."""
    if cause in _NO_LARGER_GAIN:
        return _lowers_gain(find_remedy(key), spec)
    return cause not in _NOT_FROM_WEIGHTS and not (key == "glorot" and cause in _SHRINKING)


def _lowers_gain(remedy: Remedy, spec: ExperimentSpec) -> bool:
    changed = remedy.apply(spec)
    return changed is not None and max(gains_of(changed)) < _CLEARLY_LESS * max(gains_of(spec))


def _may_replace(spec: ExperimentSpec, cause: str, activation: str) -> bool:
    """Whether the activation may be to blame: a sigmoid mostly, a rectifier where it dies, a linear one stuck."""
    family = family_of(spec)
    if cause == "dead":
        return family in ("rectifier", "mixed")
    if family != "identity":
        return family != "rectifier"
    is_linear = all(layer.activation.kind == "linear" for layer in spec.network.resolved())
    return (cause == "stuck" and (is_linear or activation != "tanh")) or (cause == "saturated" and not is_linear)


def _is_valid(spec: ExperimentSpec | None) -> bool:
    return spec is not None and not find_conflicts(spec.data, spec.network, spec.training)
