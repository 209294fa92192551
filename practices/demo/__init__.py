"""Demo content: fictional cities and practices (and Przemyśl's true story), and an account for each role."""
