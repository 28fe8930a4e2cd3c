"""From cases to what the pages show: plain values, ready to read."""
