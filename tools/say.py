"""Tell the person at the terminal what is going on and what to do next."""

import contextlib
import sys
import time


class Stop(Exception):
    """Something only a person can mend; its text says how."""


def line(text=""):
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


def warn(text):
    """Print something that the reader should not overlook."""
    line(f"!!  {text}")


@contextlib.contextmanager
def step(title):
    """Announce a piece of work and how long it took."""
    line(f"==> {title}")
    started = time.monotonic()
    yield
    line(f"    done in {seconds(time.monotonic() - started)}")


def seconds(value):
    """Write a duration as people say it."""
    if value < 90:
        return f"{value:.1f} s" if value < 10 else f"{value:.0f} s"
    return f"{int(value) // 60} min {int(value) % 60:02d} s"


def stop_with(error):
    """Print why we stop and return the exit code."""
    sys.stdout.flush()
    print(f"\nStopped: {error}", file=sys.stderr, flush=True)
    return 2
