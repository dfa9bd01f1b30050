"""Draw pages of a running server as a user sees them, for looking and for the docs.

    python -m tools.screenshots --login sales --password sales \
        --width 1440 --width 390 --lang en_US --lang zh_CN \
        desk=/odoo/my-desk order=/odoo/orders/7

Each page is saved as ``<out>/<name>-<lang>-<width>.png``. Playwright drives the
Chromium that is on the PATH; languages have to be installed in the database.
"""

import argparse
import contextlib
import pathlib
import shutil
import sys

from . import say

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
HEIGHT = {390: 844}
SETTLE_MS = 800


def parse(arguments):
    """Return the options and the pages as (name, path)."""
    parser = argparse.ArgumentParser(prog="tools.screenshots", description=__doc__)
    parser.add_argument("--url", default="http://localhost:8069")
    parser.add_argument("--login", required=True)
    parser.add_argument("--password")
    parser.add_argument("--width", type=int, action="append")
    parser.add_argument("--lang", action="append")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("docs/images"))
    parser.add_argument("--full", action="store_true", help="the page's whole height")
    parser.add_argument("--dark", action="store_true", help="the dark colours")
    parser.add_argument("pages", nargs="+", metavar="NAME=PATH")
    options = parser.parse_args(arguments)
    options.pages = [page.split("=", 1) for page in options.pages]
    return options


def log_in(page, options):
    """Log the user in by the form that everybody uses."""
    page.goto(f"{options.url}/web/login")
    page.fill("input[name=login]", options.login)
    page.fill("input[name=password]", options.password or options.login)
    page.click("form.oe_login_form button[type=submit]")
    page.wait_for_selector(".o_web_client", timeout=60000)


def open_page(browser, options):
    """Return a page of a browser that knows nothing yet, with the user logged in."""
    page = browser.new_context().new_page()
    page.on("pageerror", lambda error: say.line(f"page error: {error}"))
    log_in(page, options)
    if options.dark:
        page.context.add_cookies(
            [{"name": "color_scheme", "value": "dark", "url": options.url}]
        )
    return page


def set_language(page, lang):
    """Write the user's own language, which the web client reads when it loads."""
    page.evaluate(
        """async (lang) => {
            const { user } = odoo.loader.modules.get("@web/core/user");
            const { rpc } = odoo.loader.modules.get("@web/core/network/rpc");
            await rpc("/web/dataset/call_kw/res.users/write", {
                model: "res.users", method: "write",
                args: [[user.userId], { lang }], kwargs: {},
            });
        }""",
        lang,
    )


def draw(page, options, lang, width):
    """Save all pages in one language and width."""
    page.set_viewport_size({"width": width, "height": HEIGHT.get(width, 900)})
    for name, path in options.pages:
        page.goto(f"{options.url}{path}")
        page.wait_for_selector(".o_action_manager .o_content", timeout=60000)
        with contextlib.suppress(Exception):
            page.wait_for_load_state("networkidle", timeout=8000)
        page.wait_for_timeout(SETTLE_MS)
        target = options.out / f"{name}-{lang}-{width}.png"
        page.screenshot(path=target, full_page=options.full)
        say.line(str(target))


def main(arguments):
    """Draw every page in every language and width."""
    from playwright.sync_api import sync_playwright

    options = parse(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(FLAGS)
        )
        for lang in options.lang or ["en_US"]:
            set_language(open_page(browser, options), lang)
            # Anew: the web client keeps views and menus in the former language.
            page = open_page(browser, options)
            for width in options.width or [1440]:
                draw(page, options, lang, width)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
