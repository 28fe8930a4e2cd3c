"""How decisions come about: by rule, by a caseworker's draft, by issuing; one file each."""
