"""What only a server on the other end of a wire can do wrong, tried against real Elasticsearch servers.

`proxy` stands between engine and server and breaks what it is told to break; nothing of the client is replaced.
"""
