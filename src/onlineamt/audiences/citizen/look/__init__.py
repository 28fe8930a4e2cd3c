"""What makes a page look like its municipality: theme and icon."""
