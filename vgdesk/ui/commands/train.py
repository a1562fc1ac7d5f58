"""The Train menu; what is still being typed in the builder is taken in before."""

from collections.abc import Callable
from functools import partial

from vgdesk.errors import SpecError
from vgdesk.session.beside import race_change
from vgdesk.session.states import State
from vgdesk.ui.command import Command, Menu
from vgdesk.ui.commands.conditions import can_stop, can_train, has_run, is_idle
from vgdesk.ui.commands.remedy import try_remedy
from vgdesk.ui.desk import Desk

_TITLES = {State.RUNNING: "&Pause", State.PAUSED: "Res&ume"}


def _train(desk: Desk, act: Callable[[], object]) -> None:
    desk.builder.commit()
    if desk.builder.problems and is_idle(desk):
        raise SpecError(desk.builder.problems)
    act()


TRAIN = Menu(
    "&Train",
    (
        Command(
            "train",
            "&Train",
            "Space",
            "Train all lanes, pause, or resume",
            lambda desk: _train(desk, desk.session.toggle),
            can_train,
            title_now=lambda desk: _TITLES.get(desk.session.state, "&Train"),
        ),
        Command(
            "step",
            "&Step",
            "F10",
            "Train to the next sample",
            lambda desk: _train(desk, desk.session.step),
            can_train,
        ),
        Command(
            "stop",
            "St&op",
            "Shift+F5",
            "End the training and keep what there is",
            lambda desk: desk.session.stop(),
            can_stop,
        ),
        None,
        Command(
            "race",
            "&Race the change",
            "R",
            "Keep the run, put the changed network in a lane beside it, and train both",
            lambda desk: _train(desk, partial(race_change, desk.session)),
            is_idle,
        ),
        Command(
            "branch",
            "Continue training from &here",
            "Shift+R",
            "Train a copy with the changes from the weights at the cursor on",
            lambda desk: _train(desk, desk.session.branch),
            lambda desk: is_idle(desk) and has_run(desk),
        ),
        Command(
            "remedy",
            "Try a re&medy…",
            "",
            "Offer what may help the selected lane, and train it from the same seed",
            lambda desk: try_remedy(desk, ""),
            lambda desk: is_idle(desk) and has_run(desk),
            object_name="action-remedy",
        ),
    ),
)
