"""The catalogue (Leistungskatalog): which services there are, and which a municipality offers."""
