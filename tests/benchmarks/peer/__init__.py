"""What a user would pick instead: our models indexed by django-elasticsearch-dsl, so that both can be measured on one server.

It lives in a virtual environment of its own (`requirements.txt`), which `tests.benchmarks.rebuild` makes.
"""
