"""Whether anything is lost when everything that can die dies: `bin/faults`, docs/reliability.md."""
