import sys

import pytest

from vgdesk.errors import VgdeskError
from vgdesk.sweeps.cluster import Cluster, require_dask


@pytest.mark.parametrize(
    ("scheduler", "warns"),
    [("", False), ("tls://10.0.0.5:8786", False), ("tcp://127.0.0.1:8786", False), ("tcp://10.0.0.5:8786", True)],
)
def test_who_sends_work_over_an_open_line_is_warned(scheduler, warns):
    assert ("whoever reaches that address" in Cluster(scheduler).warning) == warns


def test_without_the_extra_the_way_to_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(VgdeskError, match=r'pip install "vgdesk\[sweep\]"'):
        require_dask()
