"""Measurements, run by hand and recorded in docs/benchmarks.md; nothing here asserts a time."""
