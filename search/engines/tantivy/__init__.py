"""The embedded engine: tantivy in a folder, no service. See `engine` for the contract's methods and the modules
beside it for each part.
"""

from .engine import TantivyEngine

__all__ = ["TantivyEngine"]
