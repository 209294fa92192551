"""The outbox: what must follow a change, written in the change's own transaction.

A service calls `enqueue` inside its transaction. Once committed, the row stays until a registered handler has done its work, whatever
dies in between; a wake-up only makes it happen sooner. It promises at-least-once handling per (topic, key) of a state read after the last
commit; it does not promise an order between keys, nor one call per row.

This is the lowest room of the project: it knows topics and keys, and no domain.
"""
