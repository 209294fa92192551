"""The chaos run: people work, readers read, a partner copies, and everything they stand on is killed, again and again.

`make chaos` or `python -m tests.chaos` starts web, worker and beat with PostgreSQL, Redis and Elasticsearch of its own,
carries out a seeded plan of operations and kills, and compares what is left with what was answered. It promises to find
what is lost, stale, extra, served after its withdrawal or answered "done" and not there; it does not measure speed.
"""
