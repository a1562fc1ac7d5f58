import os
import shutil
import tempfile
from pathlib import Path

import pytest

_NOBODY = 65534


@pytest.fixture
def locked():
    """A folder, and a function that makes it read-only; a superuser then reads it as nobody would."""
    folder = Path(tempfile.mkdtemp(prefix="vgdesk-test-"))
    superuser = hasattr(os, "geteuid") and os.geteuid() == 0

    def lock():
        for file in folder.iterdir():
            if file.stat().st_mode & 0o400:
                file.chmod(0o644)  # what its owner may read all may, whatever the umask
        folder.chmod(0o555)
        if superuser:
            os.seteuid(_NOBODY)

    yield folder, lock
    if superuser:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)
