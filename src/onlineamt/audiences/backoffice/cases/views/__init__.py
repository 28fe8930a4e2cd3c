"""Views of the clerk's way: one file for each kind of act."""
