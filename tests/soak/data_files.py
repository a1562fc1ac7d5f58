"""Tables, arrays, images and matrices that are broken, odd or none."""

import gzip
import io
import random
import tempfile
from pathlib import Path

import numpy as np

from tests.experiment.data_files import IDX_NAMES, idx_bytes, made_images
from tests.soak.changes import change_bytes, odd_float
from vgdesk.experiment.matrices import read_matrices
from vgdesk.experiment.table_file import TableChoices, read_table
from vgdesk.experiment.table_source import list_columns
from vgdesk.training.images import read_images

_CELLS = (
    "",
    "?",
    "NA",
    "nan",
    "1",
    "-2.5",
    "1,5",
    "1.234,5",
    "1e400",
    "yes",
    "no",
    "ä",
    '"a',
    "a;b",
    "#",
    "0x1f",
    "٣",
)
_SEPARATORS = ",;\t| "


def read_drawn_file(draw: random.Random) -> str:
    """Write a file of some kind, break it in half of the cases, and read it as what it says it is."""
    write = draw.choice((_table, _table, _arrays, _parquet, _images, _matrices))
    with tempfile.TemporaryDirectory() as folder:
        return write(Path(folder), draw)


def _broken(content: bytes, draw: random.Random) -> bytes:
    return change_bytes(content, draw) if draw.random() < 0.5 else content


def _table(folder: Path, draw: random.Random) -> str:
    separator, columns = draw.choice(_SEPARATORS), draw.randrange(1, 8)
    lines, odd = [], draw.choice((0, 0.02, 0.3))
    for _ in range(draw.choice((0, 1, 2, 20, 200))):
        width = columns if draw.random() >= odd / 4 else draw.randrange(12)
        cells = (draw.choice(_CELLS) if draw.random() < odd else f"{draw.gauss(0, 9):g}" for _ in range(width))
        lines.append(separator.join(cells))
    ending, encoding = draw.choice(("\n", "\r\n", "\r", "\n\n")), draw.choice(("utf-8", "utf-16", "cp1252"))
    text = ending.join(lines).encode(encoding, "replace")
    path = folder / draw.choice(("table.csv", "table.tsv", "table.txt"))
    path.write_bytes(_broken(text, draw))
    list_columns(path)
    missing, learned = draw.choice(("leave_out", "median")), draw.choice(("guess", "classes", "numbers"))
    read_table(path, TableChoices(label=draw.choice(("", "1", "2", "no")), missing=missing, learned=learned))
    return "table read"


def _arrays(folder: Path, draw: random.Random) -> str:
    made, count = io.BytesIO(), draw.randrange(20)
    kinds = ("<f8", "<f4", "<i8", "|u1", "|b1", "<U3", "<c16", "<M8[s]", "|S2", ">f2")
    shape = (count, *([draw.randrange(4)] * draw.randrange(3)))
    x = np.zeros(shape, draw.choice(kinds))
    y = np.arange(draw.choice((count, count, 3))).astype(draw.choice(kinds[:4]))
    save = draw.choice((np.savez, np.savez_compressed))
    if draw.random() < 0.3:
        np.save(made, x)
    else:
        save(made, **{draw.choice(("x", "inputs", "q")): x, draw.choice(("y", "labels")): y})
    path = folder / draw.choice(("arrays.npz", "arrays.npy"))
    path.write_bytes(_broken(made.getvalue(), draw))
    read_table(path)
    return "arrays read"


def _parquet(folder: Path, draw: random.Random) -> str:
    import pyarrow as pa
    from pyarrow import parquet

    count = draw.randrange(1, 50)
    columns = {
        "a": [odd_float(draw) for _ in range(count)],
        "b": [draw.choice(_CELLS) for _ in range(count)],
        "c": [draw.choice((None, 1, 2)) for _ in range(count)],
    }
    parquet.write_table(pa.table(columns), folder / "table.parquet")
    content = (folder / "table.parquet").read_bytes()
    (folder / "table.parquet").write_bytes(_broken(content, draw))
    read_table(folder / "table.parquet")
    return "parquet read"


def _images(folder: Path, draw: random.Random) -> str:
    images = made_images(draw.randrange(12), draw.randrange(12))
    keys = ("x_train", "y_train", "x_test", "y_test")
    if draw.random() < 0.4:
        made = io.BytesIO()
        np.savez_compressed(made, **images)
        (folder / "mnist.npz").write_bytes(_broken(made.getvalue(), draw))
        read_images((folder / "mnist.npz",))
        return "images read"
    zipped, files = draw.random() < 0.5, []
    for name, key in zip(IDX_NAMES, keys, strict=True):
        content = idx_bytes(images[key])
        files.append(folder / (f"{name}.gz" if zipped else name))
        files[-1].write_bytes(_broken(gzip.compress(content) if zipped else content, draw))
    read_images(tuple(files))
    return "images read"


def _matrices(folder: Path, draw: random.Random) -> str:
    texts = ("[[[1,2],[3,4]],[1,2]]", '{"a":[[1,2]],"b":[1]}', "[[[1e400]]]", "[[]]", "[[[null]]]", "[" * 5000)
    path = folder / draw.choice(("weights.json", "weights.npz"))
    made = io.BytesIO()
    np.savez(made, a=np.ones((draw.randrange(4), 3)), b=np.full(draw.randrange(4), odd_float(draw)))
    content = draw.choice(texts).encode() if path.suffix == ".json" else made.getvalue()
    path.write_bytes(_broken(content, draw))
    read_matrices(str(path))
    return "matrices read"
