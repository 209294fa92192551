"""Words and phrases that mean the same: a list that operators edit, and that the next question follows."""
