"""The Django project, and who takes part: cities, their members, roles and memberships."""
