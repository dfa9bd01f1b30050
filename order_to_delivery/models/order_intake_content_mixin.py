"""What of an order's content its confirmation needs, line by line (H2.2, H3.3)."""

from odoo import fields, models

from .order_intake_check_mixin import IntakeItem


class OrderIntakeContentMixin(models.AbstractModel):
    _name = "order.intake.content.mixin"
    _description = "Checklist of an Order's Content"

    def _get_goods_items(self, content):
        """Return what is ordered, line by line (H3.3)."""
        lines = content["lines"]
        if not lines:
            text = self.env._("No line has a product with a quantity.")
            question = self.env._("Which goods do you order, and how many of each?")
            label = self.env._("Products and quantities")
            return [self._make_item("quantity", label, False, text, question)]
        checks = (
            ("code", self.env._("Product codes"), self._find_no_code, True),
            ("quantity", self.env._("Quantities"), self._find_no_quantity, True),
            (
                "specification",
                self.env._("Specifications"),
                self._find_no_specification,
                self._asks_intake("specification"),
            ),
            (
                "price",
                self.env._("Prices"),
                self._find_no_price,
                self._asks_intake("price"),
            ),
        )
        items = []
        for key, label, find, is_asked in checks:
            found = [pair for line in lines if (pair := find(line))]
            missing = tuple(text for text, _question in found) if is_asked else ()
            question = "\n".join(dict.fromkeys(q for _text, q in found if q))
            items.append(IntakeItem(key, label, not found, "", missing, question))
        return items

    def _find_no_code(self, line):
        product = line["product"]
        if not product:
            return self.env._("%s has no product.", line["name"] or "–"), ""
        if product.type != "service" and not product.default_code:
            return self.env._("%s has no product code.", product.display_name), ""
        return None

    def _find_no_quantity(self, line):
        if line["quantity"] >= 0:
            return None
        return self.env._("%s has a quantity below zero.", line["name"]), ""

    def _find_no_specification(self, line):
        product = line["product"]
        if line["specification"] or not product or product.type == "service":
            return None
        name = product.display_name
        return (
            self.env._("%s has no specification.", name),
            self.env._("Which specification do you need of %s?", name),
        )

    def _find_no_price(self, line):
        if line["is_priced"]:
            return None
        name = line["product"].display_name or line["name"]
        return self.env._("%s has no price.", name), ""

    def _get_delivery_items(self, content):
        """Return where the goods go, and how they are paid."""
        address = content["address"]
        return [
            *self._get_wish_items(content),
            self._make_item(
                "address",
                self.env._("Delivery address"),
                address.display_name,
                self.env._("The delivery address is missing."),
                self.env._("Where are the goods to be delivered?"),
            ),
            self._make_item(
                "country",
                self.env._("Country of Destination"),
                address.country_id.name,
                self.env._("The delivery address names no country."),
                self.env._("To which country do the goods go?"),
                self._asks_intake("country"),
            ),
            self._make_item(
                "plan",
                self.env._("Payment"),
                content["has_plan"],
                self.env._(
                    "The payment plan is missing: plan it, or have the customer graded."
                ),
            ),
        ]

    def _get_wish_items(self, content):
        """Return when the goods are wanted, how packed and how marked."""
        lines = content["lines"]
        is_packed = lines and all(line["packing"] for line in lines)
        wanted = content["wanted_date"]
        return [
            self._make_item(
                "wanted_date",
                self.env._("Preliminary date"),
                wanted and fields.Date.to_string(wanted),
                self.env._("The preliminary delivery date is missing."),
                self.env._("By which day do you need the goods?"),
            ),
            self._make_item(
                "packing",
                self.env._("Packing"),
                bool(content["packing"] or is_packed),
                self.env._("The packing is missing."),
                self.env._("How are the goods to be packed?"),
                self._asks_intake("packing"),
            ),
            self._make_item(
                "marks",
                self.env._("Shipping marks"),
                bool(content["marks"]),
                self.env._("The shipping marks are missing."),
                self.env._("Which shipping marks do you want?"),
                self._asks_intake("marks"),
            ),
        ]
