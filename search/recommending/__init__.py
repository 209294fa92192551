"""What helps next: practices like a practice, practices for a city, cities like a city, each with its reasons."""
