"""Small adapters from collections of real practices to the import's record, for trying the platform on real input.

The collections are not part of the project: the environment variable PRACTICES_DATA names the folder that holds them. One module a
collection, each with `SOURCE` (the name shown with its practices) and `records(row)` or `records(rows)`.
"""
