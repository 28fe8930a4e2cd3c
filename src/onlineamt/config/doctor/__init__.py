"""The doctor: looks at an installation and says, line by line, what is well and what is to be done."""
