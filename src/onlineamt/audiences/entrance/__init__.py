"""Everything a request passes on its way to a page: origin, municipality, language, errors."""
