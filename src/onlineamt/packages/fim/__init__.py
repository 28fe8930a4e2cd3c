"""FIM data-field schemas (XDatenfelder): read, made into packages, and written."""
