"""How good the search is: judged questions asked of a throwaway index by the code that serves everybody."""
