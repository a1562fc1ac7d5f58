"""vgdesk shows, live, how gradients vanish or explode in a neural network."""

__version__ = "0.1.0"
