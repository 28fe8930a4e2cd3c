"""The offices of a municipality."""
