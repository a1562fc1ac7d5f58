from tests.session.examples import small_spec
from vgdesk.sweeps.axes import parse_axis
from vgdesk.sweeps.plan import make_plan


def small_plan(*axes: str, seeds: int = 1, epochs: int = 1):
    spec = small_spec(epochs=epochs)
    return make_plan(spec, tuple(map(parse_axis, axes or ("network.activation=tanh,relu",))), seeds)
