"""Reading practices from JSON Lines: the record (docs/import.md), where it belongs, and a bounded, repeatable run."""
