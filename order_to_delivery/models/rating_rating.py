from odoo import api, models

from odoo.addons.rating.models.rating_data import RATING_LIMIT_OK


class RatingRating(models.Model):
    _inherit = "rating.rating"

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        ratings.filtered("consumed")._follow_up()
        return ratings

    def write(self, vals):
        open_ones = self.filtered(lambda rating: not rating.consumed)
        result = super().write(vals)
        open_ones.filtered("consumed")._follow_up()
        return result

    def _follow_up(self):
        """Have somebody call where a customer of ours is not content (H4.3)."""
        bad = self.filtered(
            lambda rating: (
                rating.res_model == "sale.order" and rating.rating < RATING_LIMIT_OK
            )
        )
        # The customer answers by a link, without any right on his order.
        orders = self.env["sale.order"].sudo().browse(bad.mapped("res_id")).exists()
        orders.filtered("use_order_to_delivery")._follow_feedback()
