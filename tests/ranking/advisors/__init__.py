"""Questions as advisors of cities ask them, judged by hand on the demo and on collections of real practices; see README.md."""
