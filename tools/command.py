"""Run other programs: quietly into a log, with a sign of life, or in full view."""

import os
import socket
import subprocess
import sys
import time

from . import say
from .paths import data

HEARTBEAT = 20


def logged(argv, log, stdin=subprocess.DEVNULL, **kwargs):
    """Run a program into a log file; when it fails show the end of it and stop."""
    path = data("log", log)
    with path.open("wb") as out:
        process = subprocess.Popen(
            [str(part) for part in argv],
            stdin=stdin,
            stdout=out,
            stderr=subprocess.STDOUT,
            **kwargs,
        )
        _wait(process)
    if process.returncode:
        raise say.Stop(f"{tail(path)}\n\n{_name(argv)} failed; its whole log is {path}")
    return path


def _wait(process):
    started = time.monotonic()
    try:
        while True:
            try:
                return process.wait(HEARTBEAT)
            except subprocess.TimeoutExpired:
                say.line(f"    … {say.seconds(time.monotonic() - started)}")
    except BaseException:
        process.terminate()
        process.wait()
        raise


def tail(path, lines=25):
    """Return the last lines of a file."""
    return "\n".join(path.read_text("utf-8", "replace").splitlines()[-lines:])


def _name(argv):
    return " ".join(str(part) for part in argv[:3])


def output(argv, **kwargs):
    """Return what a program prints, or an empty text when it cannot be run."""
    try:
        done = subprocess.run(
            [str(part) for part in argv],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
            **kwargs,
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def shown(argv, **kwargs):
    """Run a program in full view and return its exit code."""
    sys.stdout.flush()
    return subprocess.call([str(part) for part in argv], **kwargs)


def is_root():
    """Say whether we may install system packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def free_port():
    """Return a port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
