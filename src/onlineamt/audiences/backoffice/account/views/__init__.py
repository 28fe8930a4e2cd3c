"""Views: who → one action → answer."""
