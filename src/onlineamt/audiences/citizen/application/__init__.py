"""Applying: begin, answer, check, send, come back, look up."""
