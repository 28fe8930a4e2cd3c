"""After sending: whose move it is, what the office asks, the answer, the decision, taking back."""
