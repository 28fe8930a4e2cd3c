"""From a package to XDatenfelder 3.0: what FIM can say in its own terms, the rest as rules and keywords beside it."""
