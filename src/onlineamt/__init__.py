"""Online-Amt: the portal with which municipalities put their services online."""
