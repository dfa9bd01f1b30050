"""What was chosen of a product beyond its variant, once it was reviewed."""

from odoo import Command
from odoo.tests import tagged

from .cases import covers
from .common import OrderToDeliveryCase
from .routes_common import RouteMixin

LOCKED = "is locked"


@tagged("post_install", "-at_install")
class TestRoutesChoices(RouteMixin, OrderToDeliveryCase):
    @covers("review.edited", "review.lines", route=("rpc", "direct"), role="sales")
    def test_what_was_chosen_of_a_product_is_not_edited_either(self):
        """Components are taken by it, and no word of the line tells."""
        red, blue = self._give_choice()
        order = self._take_order()
        line = order.order_line
        self.as_("sales", line).product_no_variant_attribute_value_ids = red
        self._walk_to("confirmation", order=order)
        name = "product_no_variant_attribute_value_ids"
        other = {name: [Command.set(blue.ids)]}
        words = {
            "custom_product_template_attribute_value_id": red.id,
            "custom_value": "Green",
        }
        own = {"product_custom_attribute_value_ids": [Command.create(words)]}
        self._try(
            {
                "rpc": lambda: self.call("sales", line, "write", other),
                "own words": lambda: self.call("sales", line, "write", own),
                "direct": lambda: self.write_straight(line, **other),
            },
            LOCKED,
        )
        self.call("sales", line, "write", {name: [Command.set(red.ids)]})
        self.assertEqual(line[name], red)

    def _give_choice(self):
        """Let the product come in two colours that make no variants."""
        colours = self.env["product.attribute"].create(
            {
                "name": "Colour",
                "create_variant": "no_variant",
                "value_ids": [Command.create({"name": n}) for n in ("Red", "Blue")],
            }
        )
        template = self.product.product_tmpl_id.with_env(self.env)
        template.attribute_line_ids = [
            Command.create(
                {
                    "attribute_id": colours.id,
                    "value_ids": [Command.set(colours.value_ids.ids)],
                }
            )
        ]
        return template.attribute_line_ids.product_template_value_ids
