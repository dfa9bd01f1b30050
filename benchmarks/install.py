"""Placeholder."""
def measure():
    raise NotImplementedError
