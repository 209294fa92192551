"""Who takes part: people, cities, memberships and roles."""

from .city import City, CityKind
from .invitation import Invitation
from .membership import Membership
from .notification import Notification
from .role import Role, RoleAssignment
from .user import User

__all__ = ["City", "CityKind", "Invitation", "Membership", "Notification", "Role", "RoleAssignment", "User"]
