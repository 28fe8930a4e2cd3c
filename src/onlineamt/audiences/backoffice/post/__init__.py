"""The post room (Postausgang): letters on paper from the printer to the letter box, and what comes back."""
