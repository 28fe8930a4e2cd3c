"""Every component in every state, and sample pages made of them: to look at, and for the browser tests."""
