import os

from vgdesk.errors import RunFileError
from vgdesk.training.process import describe_failure, prepare_process


def test_a_failure_is_said_in_one_line():
    assert describe_failure(RunFileError("cannot write")) == "cannot write"
    assert describe_failure(ValueError("a\n  b")) == "the training failed: ValueError: a b"


def test_one_thread_is_asked_for_unless_the_user_says_otherwise(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    prepare_process()
    assert (os.environ["OMP_NUM_THREADS"], os.environ["OMP_WAIT_POLICY"]) == ("3", "PASSIVE")
