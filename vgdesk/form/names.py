"""Words of the builder that are shorter or kinder than the specs' own; what is not listed speaks for itself."""

_KINDS = {
    "mnist": "MNIST",
    "fashion_mnist": "Fashion-MNIST",
    "csv": "CSV file",
    "rnn": "simple RNN",
    "lstm": "LSTM",
    "gru": "GRU",
    "sgd": "SGD",
    "adam": "Adam",
    "adamw": "AdamW",
    "nadam": "Nadam",
    "adagrad": "Adagrad",
    "rmsprop": "RMSprop (Keras)",
    "rmsprop_keras3": "RMSprop (Keras 3)",
    "gaussians": "clouds",
    "identity": "add",
    "epoch": "every epoch",
    "steps": "every so many steps",
    "unit": "0 to 1",
    "symmetric": "−1 to 1",
    "standardize": "z-score",
    "value": "by value",
    "norm": "by norm",
    "global_norm": "by global norm",
    "1/sqrt(L)": "1/√L",
}
_LABELS = {
    "data": "Set",
    "data.n": "Samples",
    "data.seed": "Seed",
    "data.train": "Training",
    "data.test": "Test",
    "data.label_column": "Labels",
    "data.test_fraction": "Test share",
    "network.output_initializer": "Output",
    "network.input_normalization": "Inputs",
    "network.recurrence": "Layer",
    "network.recurrence.initializer": "Initialiser",
    "training.steps": "Most steps",
    "training.optimizer.learning_rate": "Rate",
    "training.optimizer.decay": "Decay",
    "training.optimizer.momentum_decay": "Mom. decay",
    "sampling": "Sample",
    "snapshots": "Weights",
}
_LAST_WORDS = {
    "std": "Std",
    "normalization": "Normalise",
    "forget_bias": "Forget bias",
}


def kind_name(kind: str) -> str:
    """A kind or option for people: ``glorot uniform``, ``RMSprop (Keras)``."""
    return _KINDS.get(kind, kind.replace("_", " "))


def label_text(path: str, title: str) -> str:
    """The label of a field: a short word where the row is narrow, else its title."""
    return _LABELS.get(path) or _LAST_WORDS.get(path.rpartition(".")[2], title)
