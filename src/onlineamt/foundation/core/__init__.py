"""Small words everybody speaks: ids, clock, errors, events, formats."""
