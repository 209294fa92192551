"""What operators see of the running platform: its log lines, the ids that tie them together, and its figures.

It promises that nothing private is told: no address (invitation tokens, questions), no password, no text. Other rooms add their figures
by registering them (`network.monitoring.figures`), as panels and outbox handlers are registered.
"""
