from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class OrderSealLedgerMixin(models.AbstractModel):
    """Rows that one statement writes, and nobody else: not even the server."""

    _name = "order.seal.ledger.mixin"
    _description = "Ledger of Seals"

    # What the hash of a row is made of.
    _hashed_fields = ()

    @api.model_create_multi
    def create(self, vals_list):
        if vals_list:
            self._refuse_to_write()
        return super().create(vals_list)

    def write(self, vals):
        if vals:
            self._refuse_to_write()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        self._refuse_to_write()

    @api.model
    def _refuse_to_write(self):
        """Refuse every route but signing.

        :raise UserError: always
        """
        raise UserError(
            self.env._("Seals come of signatures: nobody writes or deletes them.")
        )

    @api.model
    def _hash_of(self, alias):
        """Return the SHA-256 of all that a row says, of the row before included."""
        return SQL(
            "encode(sha256(convert_to(jsonb_build_array(%s)::text, 'UTF8')), 'hex')",
            self._list_hashed(alias),
        )

    @api.model
    def _list_hashed(self, alias=None):
        """Return the columns that the hash is made of, of a row by its alias."""
        path = [alias] if alias else []
        return SQL(", ").join(
            SQL.identifier(*path, name) for name in self._hashed_fields
        )
