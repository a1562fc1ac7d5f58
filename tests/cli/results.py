"""What a command must answer to a mistake."""


def assert_refused(result, *words) -> None:
    """Exit 2, nothing printed, and exactly one line that says these words."""
    status, out, err = result
    assert (status, out) == (2, "")
    assert err.startswith("vgdesk: ")
    assert err.endswith("\n")
    assert len(err.splitlines()) == 1
    assert all(word in err for word in words), err
