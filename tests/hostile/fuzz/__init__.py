"""A fuzzer for every address and every form: `python -m tests.hostile.fuzz --requests N --seed S`."""
