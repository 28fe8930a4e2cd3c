"""Judging and cleaning files from strangers, in processes without network, files, or much time and memory."""
