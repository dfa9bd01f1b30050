from odoo import api, fields, models
from odoo.tools import SQL

from .cron_turn import take_turns


class OrderSealBlock(models.Model):
    """The seals of an hour, and the block before: one hash stands for all until then.

    Whoever alters an earlier seal has to make all later blocks anew, and the hash of
    the last one, noted outside the database, does not fit any more.
    """

    _name = "order.seal.block"
    _description = "Block of Seals"
    _inherit = ["order.seal.ledger.mixin"]
    _log_access = False
    _order = "company_id, number desc"
    _rec_name = "number"
    _hashed_fields = (
        "company_id",
        "number",
        "seal_count",
        "sealed_date",
        "previous",
        "content",
    )

    company_id = fields.Many2one("res.company", required=True)
    number = fields.Integer(required=True)
    seal_count = fields.Integer(string="Seals", required=True)
    content = fields.Char(
        required=True, help="The SHA-256 of the hashes of its seals, one by one."
    )
    previous = fields.Char(
        string="Hash Before", help="The hash of the block before it."
    )
    hash = fields.Char(required=True)
    sealed_date = fields.Datetime(required=True)

    _number_unique = models.UniqueIndex("(company_id, number)")

    @api.model
    def _cron_seal(self):
        """Close the block of what was sealed since the last one, company by company."""
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT company_id FROM order_seal WHERE block_id IS NULL")
        )
        companies = self.env["res.company"].browse(sorted(id_ for (id_,) in rows))
        self.env["ir.cron"]._commit_progress(remaining=len(companies))
        for company in companies:
            if not take_turns(company, self._close_block):
                break

    @api.model
    def _close_block(self, companies):
        """Take the seals that are in no block yet into the next one, in one statement.

        A seal of a transaction that ends later is in no block yet, whatever its id,
        and is taken by the next one. Two that close a block at once clash on its
        number, as two that seal do on theirs.
        """
        for company in companies:
            self.env.cr.execute(
                self._query_close(company.id),
                log_exceptions=False,  # to clash is what the number is for
            )

    @api.model
    def _query_close(self, company_id):
        return SQL(
            """
            WITH outside AS (
                SELECT id, hash FROM order_seal
                 WHERE company_id = %(company)s AND block_id IS NULL),
            made AS (%(made)s),
            closed AS (
                INSERT INTO order_seal_block (%(columns)s, hash)
                     SELECT %(values)s, %(hash)s FROM made
                ON CONFLICT (company_id, number)
                  DO UPDATE SET number = EXCLUDED.number
                  RETURNING id)
            UPDATE order_seal SET block_id = closed.id
              FROM closed
             WHERE order_seal.id IN (SELECT id FROM outside)
            """,
            company=company_id,
            made=self._query_made(company_id),
            columns=self._list_hashed(),
            values=self._list_hashed("made"),
            hash=self._hash_of("made"),
        )

    @api.model
    def _query_made(self, company_id):
        """Select the block of the seals in `outside`, behind the last one, if any."""
        return SQL(
            """
            SELECT %(company)s AS company_id, COALESCE(last.number, 0) + 1 AS number,
                   grouped.seal_count, grouped.content,
                   now() AT TIME ZONE 'UTC' AS sealed_date,
                   COALESCE(last.hash, '') AS previous
              FROM (SELECT count(*)::int AS seal_count, %(content)s AS content
                      FROM outside) grouped
         LEFT JOIN LATERAL (
                 SELECT block.number, block.hash FROM order_seal_block block
                  WHERE block.company_id = %(company)s
               ORDER BY block.number DESC LIMIT 1) last ON TRUE
             WHERE grouped.seal_count > 0
            """,
            company=company_id,
            content=self._content_of("outside"),
        )

    @api.model
    def _content_of(self, alias):
        """Return the SHA-256 of the hashes of seals, for an aggregate over them."""
        return SQL(
            "encode(sha256(convert_to(string_agg(%s, '' ORDER BY %s), 'UTF8')), 'hex')",
            SQL.identifier(alias, "hash"),
            SQL.identifier(alias, "id"),
        )
