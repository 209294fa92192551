"""Practices and what belongs to them."""

from .change import ChangeCounter, ChangeKind, PublicChange
from .parts import BuildingBlock, CostItem, Indicator, Link, LinkKind
from .practice import Practice, PracticeState, Scope
from .review import ReviewMessage, WorkflowEvent
from .tag import Tag, VersionTag
from .text import PracticeText
from .theme import Theme
from .version import EvidenceLevel, PracticeVersion, Status, VersionState, VersionTheme

__all__ = [
    "BuildingBlock",
    "ChangeCounter",
    "ChangeKind",
    "CostItem",
    "EvidenceLevel",
    "Indicator",
    "Link",
    "LinkKind",
    "Practice",
    "PracticeState",
    "PracticeText",
    "PracticeVersion",
    "PublicChange",
    "ReviewMessage",
    "Scope",
    "Status",
    "Tag",
    "Theme",
    "VersionState",
    "VersionTag",
    "VersionTheme",
    "WorkflowEvent",
]
