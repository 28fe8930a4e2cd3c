"""Anybody checks here whether a letter is ours and unchanged. Nothing personal is shown or kept."""
