"""The real services that tests claim to speak to, each a process of the test run's own on loopback.

`python -m tests.services COMMAND...` starts them all, runs the command with their addresses in the environment, and stops them.
"""
