"""The views of applying, one file per step."""
