"""Bills of materials, each looked up once where core asks for them line by line."""

from collections import defaultdict
from contextlib import contextmanager

from odoo import api, models

# What this launch has found so far, in the cache of its cursor.
FOUND = "order_to_delivery.found_boms"


class MrpBom(models.Model):
    _inherit = "mrp.bom"

    @contextmanager
    def _finding_once(self):
        """Look up each bill once inside: core asks several times for each line.

        A bill that changes meanwhile is looked up anew.
        """
        cache = self.env.cr.cache
        if FOUND in cache:
            yield
            return
        cache[FOUND] = {}
        try:
            yield
        finally:
            cache.pop(FOUND, None)

    @contextmanager
    def _finding_kits_ahead(self, lines):
        """Look up the kits of order lines with one query a company, not one a line."""
        with self._finding_once():
            found = self.env.cr.cache[FOUND]
            for company, own in lines.grouped("company_id").items():
                terms = {"company_id": company.id, "bom_type": "phantom"}
                boms = self._bom_find(own.product_id, **terms)
                for product in own.product_id:
                    found[self._ask(product, **terms)] = defaultdict(
                        self.browse, {product: boms[product]}
                    )
            yield

    def _ask(self, products, picking_type=None, company_id=False, bom_type=False):
        """Return what identifies a question for bills."""
        return (
            self.env,  # whose rights, company and context decide
            products._ids,
            picking_type and picking_type.id,
            company_id,
            bom_type,
        )

    @api.model
    def _bom_find(self, products, picking_type=None, company_id=False, bom_type=False):
        found = self.env.cr.cache.get(FOUND)
        if found is None:
            return super()._bom_find(products, picking_type, company_id, bom_type)
        question = self._ask(products, picking_type, company_id, bom_type)
        if question not in found:
            found[question] = super()._bom_find(
                products, picking_type, company_id, bom_type
            )
        return found[question].copy()

    @api.model_create_multi
    def create(self, vals_list):
        self._forget_found()
        return super().create(vals_list)

    def write(self, vals):
        self._forget_found()
        return super().write(vals)

    def unlink(self):
        self._forget_found()
        return super().unlink()

    def _forget_found(self):
        self.env.cr.cache.get(FOUND, {}).clear()
