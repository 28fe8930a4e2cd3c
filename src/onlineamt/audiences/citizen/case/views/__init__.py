"""The pages after sending; one file each."""
