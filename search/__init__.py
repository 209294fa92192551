"""How practices are found: analysis, engines, indexing, finding and recommending."""
