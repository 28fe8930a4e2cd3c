"""From a folder of text files to a running service: reading, checking, installing, local changes."""
