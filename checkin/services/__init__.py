"""Every write, by noun: keyword-only, atomic, harmless when repeated."""
