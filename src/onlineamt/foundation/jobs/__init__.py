"""Work that is done after the answer, in the order it was promised."""
