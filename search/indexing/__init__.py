"""From the database to the index: the outbox handler, generations, the build, the gate, the vocabulary.

It promises that whatever the database has accepted reaches every generation that is written (building, live, previous), whatever dies in
between, and that no older state overwrites a newer one. It does not promise when; `search_index status` says how far behind it is.
"""
