from vgdesk.pictures.view import Choices


def test_choices_of_the_panes_come_back_with_the_runs_and_stay_at_an_edit(desk):
    dashboard = desk.window.dashboard
    desk.finish()
    desk.find("depth-gradient").click()
    desk.choose("action-new")
    desk.find("depth-signal").click()
    desk.press("Ctrl+Z")
    assert dashboard.pane("depth").choices.option == "gradient"
    desk.session.lane_list.recolor()
    desk.find("depth-signal").click()
    desk.press("Ctrl+Z")
    assert dashboard.pane("depth").choices.option == "signal"


def test_every_pane_takes_back_what_its_controls_said(desk):
    desk.finish()
    for pane in map(desk.window.dashboard.pane, desk.window.dashboard.keys):
        for option in pane.picture.option_keys:
            wanted = Choices(option, *([2] if pane.picture.shows_layer else []))
            pane.put_choices(wanted)
            found = pane.choices
            assert (found.option or option, found.layer or wanted.layer) == (option, wanted.layer), pane.key
