import logging
import re
from logging.handlers import RotatingFileHandler

import pytest

from vgdesk import paths
from vgdesk.logs import start_logging


@pytest.fixture
def logger():
    """vgdesk's logger, which conftest puts back as it was."""
    return logging.getLogger("vgdesk")


def ours(logger):
    return next(handler for handler in reversed(logger.handlers) if handler.formatter is not None)


def test_the_log_is_a_file_with_time_level_and_room(home, logger):
    start_logging()
    logging.getLogger("vgdesk.runs").info("kept")
    logging.getLogger("vgdesk.runs").debug("not kept")
    logging.getLogger("elsewhere").error("not ours")
    text = (home / "logs" / "vgdesk.log").read_text(encoding="utf-8")
    assert re.fullmatch(r"[\d-]+ [\d:,]+ INFO vgdesk\.runs: kept\n", text)


@pytest.mark.expect_log("a line of the log")
def test_the_file_stays_small(home, logger):
    start_logging()
    handler = ours(logger)
    assert isinstance(handler, RotatingFileHandler)
    assert (handler.maxBytes, handler.backupCount) == (1_000_000, 2)
    handler.maxBytes = 300
    for _ in range(20):
        logger.warning("a line of the log")
    names = sorted(path.name for path in (home / "logs").iterdir())
    assert names == ["vgdesk.log", "vgdesk.log.1", "vgdesk.log.2"]


def test_without_a_writable_folder_it_is_written_nowhere(home, logger, monkeypatch):
    (home / "file").write_text("in the way")
    monkeypatch.setattr(paths, "logs_folder", lambda: home / "file" / "logs")
    start_logging()
    logger.info("lost")
    assert isinstance(ours(logger), logging.NullHandler)


def test_any_character_is_written(home, logger):
    start_logging()
    logger.info("Größe 5 × 3 \N{GREEK SMALL LETTER SIGMA}")
    assert "Größe 5 × 3 σ" in (home / "logs" / "vgdesk.log").read_text(encoding="utf-8")
