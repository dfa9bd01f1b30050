"""Each step is refused to everybody but the departments it belongs to."""

import inspect
import re

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.misc import file_path

from ..models.order_actor_mixin import group_of
from .common import KINDS, OrderToDeliveryCase

ROW = re.compile(
    r"^\| `(?P<model>[\w.]+)` \| `(?P<method>\w+)` \| (?P<kinds>[^|]+) \|$"
)


@tagged("post_install", "-at_install")
class TestStepsOfDepartments(OrderToDeliveryCase):
    """The check comes first: who may not take a step learns nothing but that."""

    def _get_steps(self):
        """Return what `readme/DEVELOP.md` lists: model, method and departments."""
        with open(file_path("order_to_delivery/readme/DEVELOP.md")) as handle:
            rows = [found for line in handle if (found := ROW.match(line))]
        return [
            (row["model"], row["method"], row["kinds"].strip().split(", "))
            for row in rows
            if row["method"].startswith("action_")
        ]

    def test_no_other_department_takes_a_step(self):
        steps = self._get_steps()
        self.assertGreater(len(steps), 80)
        for model, method, kinds in steps:
            for kind in KINDS:
                user = self.users[kind]
                if any(user.has_group(group_of(own)) for own in kinds):
                    continue
                with self.subTest(f"{model}.{method} as {kind}"):
                    step = getattr(self.env[model].with_user(user).new(), method)
                    given = [None] * self._count_needed(step)
                    with self.assertRaisesRegex(AccessError, ""):
                        step(*given)

    def _count_needed(self, step):
        """Return how many arguments a step cannot do without."""
        return sum(
            parameter.default is parameter.empty
            and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
            for parameter in inspect.signature(step).parameters.values()
        )
