"""Finding a service and reading about it: pages that are the same for everybody."""
