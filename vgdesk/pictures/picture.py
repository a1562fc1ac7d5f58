"""The record of a picture: who it is, what may be chosen, and how its frame is made."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias, TypeVar

from vgdesk.pictures.frame import Frame, Nothing
from vgdesk.pictures.view import NOT_TRAINED, LaneView, View
from vgdesk.runs.history import History

_Kept = TypeVar("_Kept")


class Option(NamedTuple):
    """One of the ways in which a picture may be shown.

    Attributes:
        key: identity.
        tip: what it does, in a sentence.
        name: for screen readers.
        text: on its button; the key, where it is empty.
    """

    key: str
    tip: str
    name: str
    text: str = ""


class Sources:
    """What was made before and may be used again: it makes frames quicker, and no other.

    One belongs to a window or to the writing of some files; the frames do not depend on whose it is.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[Any, Any]] = {}

    def knows(self, key: Hashable, made_of: Any) -> bool:
        """Whether what is asked for under a key is there, so that nothing need be made."""
        return key in self._kept and bool(self._kept[key][0] == made_of)

    def keep(self, key: Hashable, made_of: Any, make: Callable[[], _Kept]) -> _Kept:
        """What was last made under a key, or made now if it was of something else; it replaces the other.

        Args:
            key: who asks.
            made_of: what it depends on; compared by ``==``.
            make: makes it.
        """
        known = self._kept.get(key)
        if known is not None and known[0] == made_of:
            found: _Kept = known[1]
            return found
        made = make()
        self._kept[key] = (made_of, made)
        return made


_WATCHED = "The run was recorded from a program of your own, which alone knows its layers and its data"

Make: TypeAlias = Callable[[View, Sources], Frame | Nothing]
"""Makes the frame of a picture, or says why there is none."""


def of_lane(make: Callable[[View, LaneView, History, Sources], Frame | Nothing]) -> Make:
    """A maker for a picture of the selected lane and its run: nothing before that lane is trained."""

    def make_if_trained(view: View, sources: Sources) -> Frame | Nothing:
        lane = view.lane
        if lane is None or lane.history is None:
            return Nothing(NOT_TRAINED)
        return make(view, lane, lane.history, sources)

    return make_if_trained


@dataclass(frozen=True)
class Picture:
    """One picture of the lanes at a cursor.

    Attributes:
        key: name in settings, on the command line and in help files.
        title: name on the screen and for screen readers.
        tip: what it shows, in one sentence.
        make: its frame, or why there is none; see ``frame_of``.
        options: the ways in which it may be shown; none where there is only one.
        usual: key of the option that is shown where none is chosen; empty for the first.
        needs_points: whether lanes must have their points.
        shows_layer: whether one layer may be chosen.
        can_smooth: whether noisy curves may be drawn by their mean.
        follows_spec: whether it shows the specs as they are edited, and more of them where their points are known.
        needs_spec: whether it is of the network and the data of a spec, which a run that was watched does not have.
    """

    key: str
    title: str
    tip: str
    make: Make
    options: tuple[Option, ...] = ()
    usual: str = ""
    needs_points: bool = False
    shows_layer: bool = False
    can_smooth: bool = False
    follows_spec: bool = False
    needs_spec: bool = False

    def frame_of(self, view: View, sources: Sources) -> Frame | Nothing:
        """The frame of a view, its time counted as the view has it.

        Where no option is chosen it is that of the first one that the runs have recorded.
        """
        if self.needs_spec and view.lane is not None and view.lane.is_watched:
            return Nothing(_WATCHED)
        chosen = view.choices_of(self.key).option
        found: Frame | Nothing = Nothing("")
        for option in [chosen] if chosen or not self.options else self.option_keys:
            found = self.make(view.choose(self.key, option=option), sources)
            if not isinstance(found, Nothing):
                break
        if isinstance(found, Nothing) or view.counted_by is None:
            return found
        return found.in_steps(view.counted_by)

    @property
    def option_keys(self) -> tuple[str, ...]:
        """Keys of the options, the usual one first."""
        keys = [option.key for option in self.options]
        return tuple(sorted(keys, key=lambda key: key != (self.usual or keys[0])))
