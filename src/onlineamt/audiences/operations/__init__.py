"""Pages for those who run the portal: does it live, is it ready, how is it doing."""
