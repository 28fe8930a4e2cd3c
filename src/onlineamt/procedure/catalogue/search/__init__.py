"""Finding a service by the words people use: compounds, umlauts in any spelling, typing errors, three languages."""
