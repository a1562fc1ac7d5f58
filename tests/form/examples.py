"""Specs to build on."""

import json

from vgdesk.experiment.spec import ExperimentSpec, parse_spec


def build_circles(depth: int, **network) -> ExperimentSpec:
    """Circles A with so many hidden layers of five sigmoid units, normal(0, 1), RMSprop."""
    tree = {
        "name": "sigmoid",
        "seed": 3,
        "network": {"hidden": [{"units": 5}] * depth, "activation": "sigmoid", "initializer": {"kind": "normal"}},
        "training": {"optimizer": "rmsprop", "batch_size": 32, "epochs": 100},
    }
    tree["network"] |= network
    return parse_spec(json.dumps(tree))
