"""Vectors on an Elasticsearch server, in an index of their own: for collections beyond what one machine compares exactly."""

from .store import ElasticsearchVectors

__all__ = ["ElasticsearchVectors"]
