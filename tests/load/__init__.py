"""How fast the portal is: measured by `bin/bench`, never asserted by the test suite."""
