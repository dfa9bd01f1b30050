"""Where goods go, in a form that tells whether an address is still the same."""

from odoo import api, models
from odoo.tools import SQL

ADDRESS_FIELDS = ("street", "street2", "zip", "city", "state_id", "country_id")
_TEXTS = ADDRESS_FIELDS[:4]


def address_key(alias):
    """Return the SQL of a contact's address; case and spaces change nothing.

    :param alias: of res_partner in the query
    """
    parts = [
        SQL(
            r"LOWER(TRIM(REGEXP_REPLACE(COALESCE(%s, ''), '\s+', ' ', 'g')))",
            SQL.identifier(alias, name),
        )
        if name in _TEXTS
        else SQL("COALESCE(%s::varchar, '')", SQL.identifier(alias, name))
        for name in ADDRESS_FIELDS
    ]
    return SQL("CONCAT_WS('|', %s)", SQL(", ").join(parts))


class OrderAddressMixin(models.AbstractModel):
    _name = "order.address.mixin"
    _description = "Contact to Which Goods Go"

    @api.model
    def _flush_addresses(self):
        self.flush_model(ADDRESS_FIELDS)

    def _get_address_keys(self):
        """Return ``{id: key}`` of the addresses as they read now, with one query."""
        if not self.ids:
            return {}
        self._flush_addresses()
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, %s FROM res_partner place WHERE id IN %s",
                    address_key("place"),
                    tuple(self.ids),
                )
            )
        )

    def _get_address_line(self):
        """Return the address in one line, as papers print it."""
        return " ".join(self._display_address().split())
