"""The option that names the data folder."""

import argparse
from pathlib import Path

from vgdesk import paths

_HELP = "folder of MNIST and Fashion-MNIST, as IDX files or npz (default: VGDESK_DATA_DIR, or the user's own)"


def add_data_dir(parser: argparse.ArgumentParser) -> None:
    """Add the option to a command that reads data sets."""
    parser.add_argument("--data-dir", type=Path, metavar="FOLDER", help=_HELP)


def follow_data_dir(options: argparse.Namespace) -> None:
    """Use the folder, if one was named."""
    folder = getattr(options, "data_dir", None)
    if folder is not None:
        paths.use_data_folder(folder)
