"""How well questions find what helps: judged questions, and what measures with them."""
