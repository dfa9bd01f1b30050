"""Read what Odoo's own test runner wrote into its log."""

import re
from dataclasses import dataclass, field

ENTRY = re.compile(
    r"^\S+ \S+ \d+ (?:ERROR|CRITICAL) \S+ (?P<logger>odoo\.addons\.[\w.]+): "
    r"(?:FAIL|ERROR): (?:Subtest )?(?P<test>\S+)(?P<rest>.*)$"
)
COUNT = re.compile(
    r"odoo\.tests\.result: (?P<failed>\d+) failed, (?P<errors>\d+) error\(s\) of"
    r" (?P<total>\d+) tests"
)
CLASS_LEVEL = ("setUpClass", "tearDownClass")


@dataclass
class Outcome:
    """What one run of suites gave."""

    total: int = 0
    failed: dict = field(default_factory=dict)  # test id: the tag that runs it alone

    def as_json(self):
        """Return it for a file."""
        return {"total": self.total, "failed": self.failed}


def read(path):
    """Return the outcome; None when the run broke off before its end."""
    outcome, finished = Outcome(), False
    for line in path.read_text("utf-8", "replace").splitlines():
        entry = ENTRY.match(line)
        if entry:
            identifier, tag = _identify(entry)
            outcome.failed[identifier] = tag
        count = COUNT.search(line)
        if count:
            outcome.total += int(count["total"])
            finished = True
    return outcome if finished else None


def _identify(entry):
    """Return a test's id and the tag that selects it."""
    module = entry["logger"].split(".")[2]
    if entry["test"] in CLASS_LEVEL:
        owner = entry["rest"].strip(" ()").rpartition(".")[2]
        return f"{module}: {owner} ({entry['test']})", f"/{module}:{owner}"
    return f"{module}: {entry['test']}", f"/{module}:{entry['test']}"
