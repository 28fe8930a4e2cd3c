"""The stand-in for a telephone: shows the one-time codes of the demonstration, for whoever tries the back office out."""
