"""What can be told of a node tree without an engine."""

from .base import All, Any, Best, Constant, Ids, Node, Not, Phrase, Term, Values


def adds_nothing(node: Node) -> bool:
    """Whether every match of this node scores zero, so that all its matches tie."""
    match node:
        case Term() | Phrase():
            return False
        case Best(clauses) | Any(clauses):
            return all(map(adds_nothing, clauses))
        case All(clauses, optional):
            return all(map(adds_nothing, (*clauses, *optional)))
        case Values() | Ids() | Not():
            return True
        case Constant(_, score):
            return not score
