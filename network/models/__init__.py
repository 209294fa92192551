"""Who takes part: people, cities, memberships and roles."""

from .city import City, CityKind
from .invitation import Invitation
from .membership import Membership
from .notification import Notification
from .renaming import Renaming
from .role import Role, RoleAssignment
from .user import User

__all__ = ["City", "CityKind", "Invitation", "Membership", "Notification", "Renaming", "Role", "RoleAssignment", "User"]
