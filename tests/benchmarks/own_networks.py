"""Networks and loops such as people write themselves, without vgdesk."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

import vgdesk


@dataclass(frozen=True)
class Program:
    """A training of one's own.

    Attributes:
        name: of its network.
        build: makes the network.
        batch: makes inputs and labels.
        steps: of one measured training.
    """

    name: str
    build: Callable[[], nn.Module]
    batch: Callable[[], tuple[Tensor, Tensor]]
    steps: int

    def train(
        self, path: object = None, device: str = "cpu", dtype: torch.dtype | None = None, **options: object
    ) -> None:
        """Train, recorded where a path is given, bfloat16 by autocast where a type is given."""
        torch.manual_seed(0)
        model, (inputs, labels) = self.build().to(device), self.batch()
        inputs, labels = inputs.to(device), labels.to(device)
        optimizer = torch.optim.AdamW(model.parameters(), 1e-4)
        recorder = vgdesk.watch(model, optimizer, path, **options) if path else None
        for _ in range(self.steps):
            optimizer.zero_grad()
            with torch.autocast(device, dtype, enabled=dtype is not None):
                loss = nn.functional.cross_entropy(model(inputs).flatten(0, -2), labels.flatten())
            loss.backward()
            optimizer.step()
            if recorder:
                recorder.log(loss=loss)
        if recorder:
            recorder.close()


def mlp() -> nn.Module:
    """Six hidden layers of 64."""
    parts: list[nn.Module] = []
    for width in (20, 64, 64, 64, 64, 64):
        parts += [nn.Linear(width, 64), nn.ReLU()]
    return nn.Sequential(*parts, nn.Linear(64, 10))


def transformer(layers: int = 6, width: int = 128, heads: int = 4, words: int = 256) -> nn.Module:
    """An encoder between an embedding and a head."""
    layer = nn.TransformerEncoderLayer(width, heads, 4 * width, dropout=0.0, batch_first=True, norm_first=True)
    encoder = nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)
    return nn.Sequential(nn.Embedding(words, width), encoder, nn.Linear(width, words))


class Block(nn.Module):
    """Two convolutions with a skip around them."""

    def __init__(self, before: int, after: int, stride: int):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(before, after, 3, stride, 1, bias=False),
            nn.BatchNorm2d(after),
            nn.ReLU(inplace=True),
            nn.Conv2d(after, after, 3, 1, 1, bias=False),
            nn.BatchNorm2d(after),
        )
        self.skip = nn.Identity() if before == after else nn.Conv2d(before, after, 1, stride, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Inputs and outputs are [point, channel, row, column]."""
        return torch.relu(self.body(x) + self.skip(x))


def resnet(width: int = 32) -> nn.Module:
    """ResNet-18 for small images."""
    parts: list[nn.Module] = [nn.Conv2d(3, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
    before = width
    for stage in range(4):
        after = width * 2**stage
        parts += [Block(before, after, 1 if stage == 0 else 2), Block(after, after, 1)]
        before = after
    return nn.Sequential(*parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(before, 10))


def points() -> tuple[Tensor, Tensor]:
    """A batch of 128 points of 20 numbers."""
    return torch.randn(128, 20), torch.randint(0, 10, (128,))


def words(count: int = 8, length: int = 64, most: int = 256) -> tuple[Tensor, Tensor]:
    """A batch of sequences and what follows each word."""
    return torch.randint(0, most, (count, length)), torch.randint(0, most, (count, length))


def images(count: int = 16) -> tuple[Tensor, Tensor]:
    """A batch of small images."""
    return torch.randn(count, 3, 32, 32), torch.randint(0, 10, (count,))


MLP = Program("MLP 64x6", mlp, points, 300)
TRANSFORMER = Program("transformer 6 x 128", transformer, words, 15)
RESNET = Program("ResNet-18 width 32", resnet, images, 8)
