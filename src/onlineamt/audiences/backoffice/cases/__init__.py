"""The clerk's way: the work list, the case, everything that is done with it."""
