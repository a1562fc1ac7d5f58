import warnings
from contextlib import contextmanager
from itertools import pairwise

import torch
from torch import nn

import vgdesk
from vgdesk.runs.reader import read_run


def mlp(widths=(5, 7, 6, 3), seed=0):
    torch.manual_seed(seed)
    parts = []
    for before, after in pairwise(widths):
        parts += [nn.Linear(before, after), nn.Tanh()]
    return nn.Sequential(*parts[:-1])


class Transformer(nn.Module):
    """An encoder with an embedding, a bare parameter and a head."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.embed = nn.Embedding(11, 8)
        self.position = nn.Parameter(torch.zeros(6, 8))
        layer = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2)
        self.head = nn.Linear(8, 11)

    def forward(self, x):
        return self.head(self.encoder(self.embed(x) + self.position))


def batches(count, points=16, columns=5, outputs=3):
    generator = torch.Generator().manual_seed(1)
    for _ in range(count):
        yield (
            torch.randn(points, columns, generator=generator),
            torch.randint(0, outputs, (points,), generator=generator),
        )


def train(model, optimizer, steps=5, recorder=None, **shape):
    for inputs, labels in batches(steps, **shape):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(inputs), labels)
        loss.backward()
        optimizer.step()
        if recorder is not None:
            recorder.log(loss=loss)


def record(path, model, steps=5, **options):
    """Train a network that is watched, and read its run."""
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    with vgdesk.watch(model, optimizer, path, **options) as recorder:
        train(model, optimizer, steps, recorder)
    return read_run(path)


@contextmanager
def no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
