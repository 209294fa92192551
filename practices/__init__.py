"""What cities share, and what becomes of it: practices, their versions, tags, review and public changes."""
