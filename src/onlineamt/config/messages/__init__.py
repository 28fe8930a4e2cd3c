"""The words of the pages: collected from the sources, translated in locale/, checked, compiled."""
