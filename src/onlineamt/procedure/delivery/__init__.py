"""Delivery (Bekanntgabe): how a decision reaches its people, and when the law says that it has."""
