from dataclasses import replace

import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from tests.session.examples import small_spec
from tests.ui.panes.views import view
from vgdesk.analysis.columns import Column, Columns
from vgdesk.measures import Scale
from vgdesk.session.lane import Lane
from vgdesk.ui.column_title import ColumnTitle
from vgdesk.ui.heatmaps import Heatmaps
from vgdesk.ui.panes.color_bar import ColorBar
from vgdesk.ui.theme import apply_theme

RNG = np.random.default_rng(0)
MEASURED = {
    ("activation", "rms"): 10.0 ** -RNG.random((6, 3)),
    ("signal", "rms"): 10.0 ** (-3 - RNG.random((6, 3))),
    ("gradient", "rms"): 10.0 ** (-5 - RNG.random((6, 3))),
    ("activation", "dead_fraction"): RNG.random((6, 3)),
}


@pytest.fixture
def heatmaps(qtbot, qapp):
    apply_theme(qapp, "dark")
    made = Heatmaps(Columns())
    qtbot.addWidget(made)
    made.resize(1200, 500)
    made.show()
    return made


def made_run(values, **made):
    """A run of these measures and no others."""
    absent = dict.fromkeys([("signal", "rms"), ("weight", "rms")])
    losses = [0.7] * len(next(iter(values.values())))
    return measured_history(absent | values, losses, **made)


def lane_of(history, color=0):
    return Lane(small_spec(), color, history=history)


def look(heatmaps, *lanes, training=False):
    heatmaps.show_lanes(lanes)
    heatmaps.look_at(replace(view(tuple(lanes), lanes[0]), columns=heatmaps.columns), training)


def frames(heatmaps):
    return [[pane.frame for pane in row.panes] for row in heatmaps.views]


def test_all_heatmaps_of_all_lanes_share_one_scale(heatmaps):
    look(heatmaps, lane_of(made_run(MEASURED)), lane_of(made_run(MEASURED), 1))
    limits = {frame.limits for row in frames(heatmaps) for frame in row}
    assert len(limits) == 1
    assert [bar.isVisible() for bar in heatmaps.findChildren(ColorBar)].count(True) == 1


def test_a_share_has_a_bar_of_its_own(heatmaps):
    heatmaps.set_columns(Columns().with_measure("activation", "dead_fraction"))
    look(heatmaps, lane_of(made_run(MEASURED)))
    assert [frame.limits.scale for frame in frames(heatmaps)[0]] == [Scale.FRACTION, Scale.LOG, Scale.LOG]
    assert [bar.isVisible() for bar in heatmaps.findChildren(ColorBar)].count(True) == 2


def test_relative_columns_show_multiples_of_the_last_layer(heatmaps):
    heatmaps.set_columns(Columns(relative=True))
    look(heatmaps, lane_of(made_run({**MEASURED, ("signal", "rms"): np.full((6, 3), [1e-6, 1e-4, 1e-3])})))
    frame = frames(heatmaps)[0][1]
    assert frame.limits.low <= -3 <= 0 <= frame.limits.high
    assert "relative to the last layer" in frame.measure
    assert frame.value(0, 0) == pytest.approx(1e-6)
    assert len(set(frame.codes[:, 0].tolist())) == 3


def test_a_run_without_a_tensor_says_so_and_shows_the_others(heatmaps):
    kept = {key: values for key, values in MEASURED.items() if key[0] == "gradient"}
    look(heatmaps, lane_of(made_run(kept)))
    assert [frame is None for frame in frames(heatmaps)[0]] == [True, True, False]


def test_the_rows_of_a_recurrent_run_are_time_steps_with_names_of_their_own(heatmaps):
    steps = 40
    measured = {("signal", "rms"): np.ones((4, steps)), ("gradient", "rms"): np.ones((4, 2))}
    look(heatmaps, lane_of(made_run(measured, time_steps=steps)))
    _, signal, gradient = frames(heatmaps)[0]
    assert (len(signal.layers), len(gradient.layers)) == (steps, 2)
    assert [pane.picture_rect().left() > 0 for pane in heatmaps.views[0].panes] == [True, False, True]


def test_the_title_of_a_column_offers_its_measures(heatmaps, qtbot):
    title = heatmaps.findChild(ColumnTitle, "column-gradient")
    menu = title.make_menu()
    assert next(action for action in menu.actions() if action.isChecked()).objectName() == "measure-rms"
    with qtbot.waitSignal(heatmaps.columns_chosen) as chosen:
        next(action for action in menu.actions() if action.objectName() == "measure-max_abs").trigger()
    assert chosen.args[0].shown[2] == Column("gradient", "max_abs")
    with qtbot.waitSignal(heatmaps.columns_chosen) as chosen:
        menu.actions()[-1].trigger()
    assert not chosen.args[0].has("gradient")


def titles(heatmaps) -> list[str]:
    return [each.text().removesuffix(" ▾") for each in heatmaps.findChildren(ColumnTitle) if each.isVisible()]


def test_titles_say_all_where_there_is_room_and_all_use_brief_words_where_one_has_none(heatmaps, qapp):
    look(heatmaps, lane_of(made_run(MEASURED)))
    full = ["activation, root mean square", "signal, root mean square", "weight gradient, root mean square"]
    assert titles(heatmaps) == full
    heatmaps.resize(660, 500)
    qapp.processEvents()
    assert titles(heatmaps) == ["activation, rms", "signal, rms", "weight gradient, rms"]
    for title in heatmaps.findChildren(ColumnTitle):
        assert title.fontMetrics().horizontalAdvance(title.text()) <= title.width()
    assert heatmaps.findChild(ColumnTitle, "column-gradient").toolTip().startswith(full[2])
    heatmaps.resize(1200, 500)
    qapp.processEvents()
    assert titles(heatmaps) == full


def test_a_very_narrow_title_ends_in_dots_and_widens_nothing(heatmaps, qapp):
    columns = Columns().with_measure("gradient", "max_abs")
    heatmaps.set_columns(columns)
    title = heatmaps.findChild(ColumnTitle, "column-gradient")
    assert title.minimumSizeHint().width() < 60
    title.setFixedWidth(70)
    title.show_wording(title.longest_fitting)
    assert title.text().endswith("… ▾")


def test_titles_say_that_values_are_relative(heatmaps, qapp):
    heatmaps.set_columns(Columns(relative=True))
    look(heatmaps, lane_of(made_run(MEASURED)))
    heatmaps.resize(1500, 500)
    qapp.processEvents()
    assert titles(heatmaps)[1] == "signal, root mean square, relative to the last layer"
    heatmaps.resize(1000, 500)
    qapp.processEvents()
    assert titles(heatmaps)[1] == "signal, rms ÷ last layer"


def test_names_too_long_for_the_gutter_widen_it_for_all_lanes(heatmaps):
    few, many = lane_of(made_run(MEASURED)), lane_of(made_run({key: np.ones((2, 200)) for key in MEASURED}), 1)
    look(heatmaps, few)
    before = heatmaps.views[0].panes[0].picture_rect().left()
    look(heatmaps, few, many)
    lefts = [row.panes[0].picture_rect().left() for row in heatmaps.views]
    assert lefts[0] == lefts[1] > before


@pytest.mark.parametrize("size", [(1000, 420), (1001, 431), (1237, 507), (1918, 700)])
@pytest.mark.parametrize("lanes", [1, 2, 3, 4])
def test_pictures_of_all_lanes_and_columns_are_equal_to_the_pixel(heatmaps, qapp, lanes, size):
    look(heatmaps, *(lane_of(made_run(MEASURED), color) for color in range(lanes)))
    heatmaps.resize(*size)
    qapp.processEvents()
    panes = [pane for row in heatmaps.views for pane in row.panes]
    pictures = [pane.picture_rect() for pane in panes]
    assert len({(rect.width(), rect.height()) for rect in pictures}) == 1
    assert pictures[0].height() % len(panes[0].frame.layers) == 0
    lefts = [
        [pane.mapTo(heatmaps, pane.picture_rect().topLeft().toPoint()).x() for pane in row.panes]
        for row in heatmaps.views
    ]
    assert all(row == lefts[0] for row in lefts)


def test_lanes_change_places_and_go(heatmaps, qapp):
    lanes = [lane_of(made_run(MEASURED), color) for color in range(3)]
    look(heatmaps, *lanes)
    first, second, third = heatmaps.views
    look(heatmaps, lanes[2], lanes[0])
    assert heatmaps.views == (third, first)
    assert third.y() == 0 < first.y()
    assert not second.isVisible()
    assert first.height() == third.height()
