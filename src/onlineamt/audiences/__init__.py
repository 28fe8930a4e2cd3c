"""Pages: who → access → one action → answer."""
