"""XZuFi 2.2: texts of services from editorial offices into a package, and a package's texts out for other portals."""
