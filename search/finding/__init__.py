"""From a search request to the page of hits that its reader may see."""
