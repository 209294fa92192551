"""Text before it is kept: cleaning, and the names of tags."""
