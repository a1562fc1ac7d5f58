from tests.analysis.kept_networks import kept_history, points_of
from vgdesk.analysis.rewind import plan_rewind
from vgdesk.session.rewinding import Rewinding


def test_all_tests_are_run_and_their_networks_counted(qtbot):
    tests = [plan_rewind(kept_history(), snapshot, points_of()) for snapshot in (1, 2)]
    job, told = Rewinding(), []
    job.progressed.connect(told.append)
    with qtbot.waitSignal(job.done) as done:
        job.start(tests)
        job.start(tests)
    wanted = [test.run() for test in tests]
    assert [found.accuracies.tolist() for found in done.args[0]] == [each.accuracies.tolist() for each in wanted]
    assert [(each.done, each.total) for each in told] == [(at, 8) for at in (1, 2, 3, 5, 6, 7)]
