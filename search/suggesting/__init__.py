"""What a search box offers while somebody types: practices, past searches, tags, themes and cities, all of them public at this moment."""
