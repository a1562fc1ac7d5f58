from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QSpinBox, QToolButton

from tests.analysis.recorded_runs import add_moments, dense_slots, recorded_history
from tests.session.examples import small_spec
from tests.ui.panes.views import pane_of, view
from vgdesk.analysis.colors import DIVERGING, color_table
from vgdesk.events import RunEnded
from vgdesk.experiment.slots import Slot
from vgdesk.experiment.spec import ExperimentSpec, change_spec
from vgdesk.pictures.weights import matrix_codes
from vgdesk.session.lane import Lane
from vgdesk.ui.panes.color_bar import ColorBar
from vgdesk.ui.panes.layer_combo import LayerCombo
from vgdesk.ui.panes.weight_matrix_canvas import WeightMatrixCanvas
from vgdesk.ui.theme import apply_theme, current_theme

SLOTS = dense_slots(2, 5, 3)
ENTRIES = sum(slot.size for slot in SLOTS)


@pytest.fixture
def pane(qapp, qtbot):
    apply_theme(qapp, "dark")
    pane = pane_of("weights")
    qtbot.addWidget(pane)
    pane.resize(500, 300)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def values(moments=11):
    return np.random.default_rng(2).normal(0, 1, (moments, ENTRIES)).astype(np.float32)


def history(made=None):
    made = values() if made is None else made
    run = recorded_history(SLOTS, planned=len(made) - 1)
    add_moments(run, made)
    return run


def look(pane, run, epoch=None):
    lane = Lane(small_spec(), 0, history=run)
    pane.look_at(view((lane,), lane, epoch))


def picture(pane) -> WeightMatrixCanvas:
    return pane.findChild(WeightMatrixCanvas)


def field(pane, name) -> QSpinBox:
    return pane.findChild(QSpinBox, f"weights-{name}")


def switch_to(pane, word):
    QTest.mouseClick(pane.header.findChild(QToolButton, f"weights-{word}"), Qt.MouseButton.LeftButton)


def place(pane, unit, source, aside=0.5) -> QPoint:
    cells, (units, inputs) = picture(pane).picture_rect(), pane.frame.values.shape
    x = cells.left() + (source + aside) / inputs * cells.width()
    return QPoint(int(x), int(cells.top() + (unit + aside) / units * cells.height()))


def test_each_weight_has_the_colour_of_its_value(pane):
    look(pane, history(), epoch=4.0)
    image, table = picture(pane).grab().toImage(), color_table(DIVERGING, current_theme())
    wanted = table[matrix_codes(pane.frame, 5, 2)]
    found = [[image.pixel(place(pane, unit, source, aside=0.1)) for source in range(2)] for unit in range(5)]
    assert found == wanted.tolist()
    assert len(set(np.ravel(found))) > 5


def test_the_matrix_is_that_of_the_cursor(pane):
    made = values()
    for epoch in (4.0, 9.5, None):
        look(pane, history(made), epoch)
        moment = 10 if epoch is None else int(epoch)
        assert np.array_equal(pane.frame.values.T.ravel(), made[moment, :10])
        assert picture(pane).caption == f"epoch {moment}"


def test_another_layer_can_be_chosen(pane):
    look(pane, history())
    combo = pane.findChild(LayerCombo)
    assert [combo.itemText(at) for at in range(combo.count())] == ["1 input", "2 output"]
    combo.choose(1)
    assert pane.frame.values.shape == (3, 5)


def test_the_readout_names_input_unit_and_value(pane):
    made = values()
    made[10, 0:10] = np.arange(10) / 10
    look(pane, history(made))
    heard = []
    pane.readout_changed.connect(heard.append)
    QTest.mouseMove(picture(pane), place(pane, 3, 1))
    assert heard[-1] == "layer 1 input, input 2 to unit 4: weight 0.800"
    pane.findChild(LayerCombo).choose(1)
    QTest.mouseMove(picture(pane), place(pane, 2, 4))
    value = float(made[10, 15:30].reshape(5, 3)[4, 2])
    assert heard[-1].startswith("layer 2 output, unit 5 of layer 1 to unit 3: weight ")
    assert heard[-1].endswith(f"{abs(value):.3g}"[-3:])
    QApplication.sendEvent(picture(pane), QEvent(QEvent.Type.Leave))
    assert heard[-1] == ""


def test_the_change_between_two_chosen_epochs_is_shown_with_its_mean(pane):
    made = values()
    look(pane, history(made), epoch=9.0)
    assert not field(pane, "since").isVisible()
    switch_to(pane, "change")
    assert field(pane, "since").isVisible()
    for name, keys in (("since", "2"), ("until", "7")):
        field(pane, name).setFocus()
        field(pane, name).selectAll()
        QTest.keyClicks(field(pane, name), keys)
        QTest.keyClick(field(pane, name), Qt.Key.Key_Return)
    assert (pane.frame.since, pane.frame.epoch) == (2.0, 7.0)
    mean = np.abs(made[7, :10].astype(float) - made[2, :10]).mean()
    assert pane.frame.mean_change == pytest.approx(mean)
    assert picture(pane).caption == f"mean |change| {mean:.{1 if mean >= 1 else 2}f}, epoch 2 to 7"
    assert "mean |change|" in pane.accessibleDescription()
    switch_to(pane, "weights")
    assert pane.frame.since is None
    assert not field(pane, "since").isVisible()


def test_the_change_is_counted_to_the_cursor_until_an_epoch_is_chosen(pane):
    run = history()
    switch_to(pane, "change")
    assert field(pane, "until").text() == "cursor"
    for epoch in (3.0, 8.0):
        look(pane, run, epoch)
        assert (pane.frame.since, pane.frame.epoch) == (0.0, epoch)
    limits = pane.frame.limits
    look(pane, run, 5.0)
    assert pane.frame.limits == limits


def test_a_matrix_larger_than_the_pane_shows_and_names_its_strongest_entries(pane):
    slots = (Slot(1, "weight", (784, 900)),)
    run = recorded_history(slots)
    made = np.full((1, 784 * 900), 0.001, np.float32)
    made[0, 333 * 900 + 444] = -1
    add_moments(run, made)
    look(pane, run)
    cells = picture(pane).picture_rect()
    spot = QPoint(int(cells.left() + 333 / 784 * cells.width()), int(cells.top() + 444 / 900 * cells.height()))
    said = {picture(pane).readout((spot + QPoint(x, y)).toPointF()) for x in (-1, 0, 1) for y in (-1, 0, 1)}
    assert "layer 1 output, input 334 to unit 445: weight −1.00" in said
    image, table = picture(pane).grab().toImage(), color_table(DIVERGING, current_theme())
    width, height = image.width(), image.height()
    lowest = sum(
        image.pixel(x, y) == table[3] for x in range(int(cells.left()), width) for y in range(15, height - 15)
    )
    assert lowest == 1


def test_the_scale_gives_way_and_the_caption_names_the_limits(pane):
    look(pane, history())
    bar = pane.findChild(ColorBar)
    assert bar.isVisible()
    assert "colours" not in picture(pane).caption
    pane.resize(200, 130)
    QApplication.sendPostedEvents()
    assert bar.isHidden()
    assert picture(pane).caption == "epoch 10, colours to ±5.0"


def test_it_says_why_there_is_nothing(pane):
    assert picture(pane).empty_text == "Press Space to train"
    run = recorded_history(SLOTS, planned=4, steps_per_epoch=4)
    look(pane, run)
    assert picture(pane).empty_text == "Press Space to train"
    run.append(RunEnded("run", "finished"))
    look(pane, run)
    assert "kept no weights" in picture(pane).empty_text
    add_moments(run, values(1), steps=[8])
    look(pane, run, epoch=1.0)
    assert "before this epoch" in picture(pane).empty_text
    assert pane.findChild(LayerCombo).isHidden()


@pytest.mark.parametrize("size", [(200, 130), (1600, 900)])
@pytest.mark.parametrize("word", ["weights", "change"])
def test_small_and_large_panes_are_drawn(pane, size, word):
    look(pane, history())
    switch_to(pane, word)
    pane.resize(*size)
    QApplication.sendPostedEvents()
    assert (pane.width(), pane.height()) == size
    assert not pane.grab().isNull()


def test_a_change_of_the_theme_is_followed(pane, qapp):
    look(pane, history())
    dark = picture(pane).grab().toImage()
    apply_theme(qapp, "light")
    assert picture(pane).grab().toImage().pixelColor(1, 1).lightness() > 200 > dark.pixelColor(1, 1).lightness()
    apply_theme(qapp, "dark", 1.55)
    assert field(pane, "since").width() == round(60 * 1.55)


def test_a_matrix_larger_than_the_pane_is_painted_anew_when_the_pane_grows(pane):
    run = recorded_history((Slot(1, "weight", (400, 300)),))
    add_moments(run, np.random.default_rng(3).normal(0, 1, (1, 400 * 300)).astype(np.float32))
    look(pane, run)
    table = color_table(DIVERGING, current_theme())
    for size in ((200, 150), (420, 280)):
        pane.resize(*size)
        image, cells = picture(pane).grab().toImage(), picture(pane).picture_rect()
        width, height = round(cells.width()), round(cells.height())
        wanted = table[matrix_codes(pane.frame, height, width)]
        left, top = round(cells.left()), round(cells.top())
        assert [image.pixel(left + x, top + height // 2) for x in range(width)] == wanted[height // 2].tolist()


def test_the_values_are_written_where_every_cell_has_room(pane):
    def has_numbers():
        """Whether any cell has more than one colour along its middle."""
        image = picture(pane).grab().toImage()
        y, left, right = place(pane, 0, 0).y(), place(pane, 0, 0, 0.1).x(), place(pane, 0, 0, 0.9).x()
        return len({image.pixel(x, y) for x in range(left, right)}) > 1

    look(pane, history())
    assert has_numbers()
    pane.resize(500, 90)
    assert not has_numbers()


def test_a_double_click_types_an_initial_weight_and_not_a_trained_one(pane):
    spec = change_spec(ExperimentSpec(), {"network.hidden": [{"units": 5}, {"units": 3}]})
    lane, asked = Lane(spec, 0, history=history()), []
    pane.edits_wanted.connect(asked.append)
    for epoch in (3.0, 0.0):
        shown = view((lane,), lane, epoch)
        pane.look_at(replace(shown, lanes=(replace(shown.lanes[0], spec=spec),)))
        canvas = picture(pane)
        place = canvas._cell_rect(4, 0).center().toPoint()
        QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=place)
        field = canvas.findChild(QLineEdit)
        assert field.isVisible() == (epoch == 0)
    QTest.keyClicks(field, "0.5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    ((path, given),) = asked[0].items()
    assert path == "network.hidden.0.initializer"
    assert given["weights"].split("; ")[0].split()[4] == "0.5"
