"""The Train menu; what is still being typed in the builder is taken in before."""

from collections.abc import Callable
from functools import partial

from vgdesk.errors import SpecError
from vgdesk.session.beside import branch, branch_with_optimizer, race_change
from vgdesk.session.states import State
from vgdesk.ui.command import Command, Menu
from vgdesk.ui.commands.conditions import can_stop, can_train, has_any_run, has_run, is_idle
from vgdesk.ui.commands.going_on import CutOffOffer, can_go_on, train_longer
from vgdesk.ui.commands.remedy import try_remedy
from vgdesk.ui.desk import Desk

_TITLES = {State.RUNNING: "&Pause", State.PAUSED: "Res&ume"}


def _train(desk: Desk, act: Callable[[], object]) -> None:
    if is_idle(desk):
        desk.builder.commit()
        if desk.builder.problems:
            raise SpecError(desk.builder.problems)
    act()


def _name_next(desk: Desk) -> str:
    """What Space does now."""
    if desk.session.plays_next:
        return "&Pause" if desk.session.time.is_playing else "&Play"
    return _TITLES.get(desk.session.state, "&Train")


TRAIN = Menu(
    "&Train",
    (
        Command(
            "train",
            "&Train",
            "Space",
            "Train what is new or changed, pause, resume; else play what is recorded",
            lambda desk: _train(desk, desk.session.toggle),
            can_train,
            title_now=_name_next,
        ),
        Command(
            "step",
            "&Step",
            "F10",
            "Train to the next sample; where nothing is to be trained, look at it",
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
        Command(
            "train_again",
            "Train &again",
            "Ctrl+R",
            "Train all lanes anew, the finished ones too; Undo brings their runs back",
            lambda desk: _train(desk, desk.session.start_again),
            has_any_run,
        ),
        None,
        Command(
            "race",
            "&Race the change",
            "R",
            "Keep the run, and train the changed network in a lane beside it",
            lambda desk: _train(desk, partial(race_change, desk.session)),
        ),
        Command(
            "branch",
            "Continue training from &here",
            "Shift+R",
            "Train a copy with the changes from the weights at the cursor on",
            lambda desk: _train(desk, partial(branch, desk.session)),
            has_run,
        ),
        Command(
            "branch_optimizer",
            "Continue with the optimi&zer",
            "",
            "Train a copy with the changes from where the run stands, with the momentum and scales of its optimizer: "
            "without the jolt of a fresh one, which must gather them anew",
            lambda desk: _train(desk, partial(branch_with_optimizer, desk.session)),
            has_run,
            object_name="action-branch_optimizer",
        ),
        Command(
            "go_on_run",
            "&Go on with the run",
            "Ctrl+G",
            "Train a run that was cut off or stopped to its end, in its own file",
            lambda desk: _train(desk, desk.going_on.start_selected),
            can_go_on,
        ),
        Command(
            "train_longer",
            "Train for &longer…",
            "",
            "Train a run for more epochs than were planned, in its own file",
            train_longer,
            has_run,
            object_name="action-train_longer",
        ),
        Command(
            "cut_off",
            "What was cut o&ff…",
            "",
            "Look for a run whose training was cut off, and offer to go on with it",
            lambda desk: CutOffOffer(desk).search(),
            object_name="action-cut_off",
        ),
        None,
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
