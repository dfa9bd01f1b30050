from odoo import api, fields, models
from odoo.tools import SQL

SEALED_SINCE = "order_to_delivery.sealed_since"


class OrderSeal(models.Model):
    """A digest of each value that a signature stands for, chained to the one before.

    No chain is common to all: that would let one signature at a time through. Each
    review has its own, with the answers in it, and each other document. Numbers in a
    chain have no gaps: the statement that takes the next number runs into the unique
    index where somebody took it meanwhile, and `ON CONFLICT DO UPDATE` makes of that a
    serialization error, since the row is not in the snapshot (Odoo runs REPEATABLE
    READ). The request layer and our crons try again, behind the seal that won.
    """

    _name = "order.seal"
    _description = "Seal of a Signature"
    _inherit = ["order.seal.ledger.mixin"]
    _log_access = False
    _order = "id"
    # The block that holds it comes later.
    _hashed_fields = (
        "company_id",
        "chain_model",
        "chain_id",
        "number",
        "res_model",
        "res_id",
        "event",
        "origin",
        "sealed_date",
        "digests",
        "previous",
    )

    company_id = fields.Many2one("res.company", required=True)
    chain_model = fields.Char(required=True)
    chain_id = fields.Integer(required=True)
    number = fields.Integer(required=True)
    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    event = fields.Char(required=True, help="The state that was reached.")
    origin = fields.Selection(
        [
            ("signed", "As It Was Signed"),
            ("upgrade", "Signed before Seals Were Kept"),
            ("merge", "Contacts Were Merged"),
        ],
        required=True,
    )
    sealed_date = fields.Datetime(required=True)
    digests = fields.Json(help="The first 32 digits of the SHA-256 of each value.")
    previous = fields.Char(
        string="Hash Before", help="The hash of the seal before it in its chain."
    )
    hash = fields.Char(required=True)
    block_id = fields.Many2one(
        "order.seal.block", ondelete="restrict", index="btree_not_null"
    )

    _chain_unique = models.UniqueIndex("(chain_model, chain_id, number)")
    _record = models.Index("(res_model, res_id, id)")
    _outside = models.Index("(company_id, id) WHERE block_id IS NULL")

    @api.model
    def _get_sealed_models(self):
        """Return the names of the models whose signatures are sealed."""
        children = self.env.registry["order.sealed.mixin"]._inherit_children
        return sorted(name for name in children if not self.env[name]._abstract)

    @api.model
    def _seal(self, records, names=None, origin="signed"):
        """Seal what documents say in the state that they have reached.

        One statement for documents with chains of their own, else one for each.

        :param records: documents of one model; those of other states are left out
        :param names: the fields to seal, by default those of the state
        """
        sealed = records._get_sealed_fields()
        for state, signed in records.grouped("state").items():
            if state not in sealed:
                continue
            fields_of_state = sealed[state] if names is None else names
            signed._flush_sealed(fields_of_state)
            parts = [signed] if signed._seal_chain == "id" else signed
            for part in parts:
                self.env.cr.execute(
                    self._query_insert(part, fields_of_state, origin),
                    log_exceptions=False,  # somebody may be before us, see above
                )

    @api.model
    def _query_insert(self, records, names, origin):
        chain = records._fields[records._seal_chain]
        return SQL(
            """
            WITH live AS (%(live)s WHERE document.id = ANY(%(ids)s)), %(made)s%(head)s
            INSERT INTO order_seal (%(columns)s, hash)
                 SELECT %(values)s, %(hash)s
                   FROM made
            ON CONFLICT (chain_model, chain_id, number)
              DO UPDATE SET number = EXCLUDED.number
            """,
            live=records._query_sealed(names),
            ids=records.ids,
            made=self._query_made(
                chain.comodel_name or records._name, records._name, origin
            ),
            head=self._get_head(records),
            columns=self._list_hashed(),
            values=self._list_hashed("made"),
            hash=self._hash_of("made"),
        )

    @api.model
    def _get_head(self, records):
        """Return what notes the seal elsewhere, as a part of its statement."""
        head = records._query_seal_head()
        return SQL(", head AS (%s)", head) if head else SQL()

    @api.model
    def _query_made(self, chain_model, res_model, origin):
        """Return the seals of the rows in `live`, each behind the last of its chain."""
        return SQL(
            """
            made AS (
                SELECT COALESCE(live.company_id, %(company)s) AS company_id,
                       %(chain_model)s AS chain_model, live.chain_id,
                       COALESCE(last.number, 0) + 1 AS number,
                       %(res_model)s AS res_model, live.id AS res_id,
                       live.state AS event, %(origin)s AS origin,
                       now() AT TIME ZONE 'UTC' AS sealed_date, live.digests,
                       COALESCE(last.hash, '') AS previous
                  FROM live
             LEFT JOIN LATERAL (
                     SELECT seal.number, seal.hash
                       FROM order_seal seal
                      WHERE seal.chain_model = %(chain_model)s
                        AND seal.chain_id = live.chain_id
                   ORDER BY seal.number DESC
                      LIMIT 1) last ON TRUE)
            """,
            company=self.env.company.id,
            chain_model=chain_model,
            res_model=res_model,
            origin=origin,
        )

    @api.model
    def _begin(self):
        """Seal once what was signed before seals were kept, and say so on each.

        What is signed later without a seal is told from it by that. A new database
        has nothing to seal.
        """
        parameters = self.env["ir.config_parameter"].sudo()  # as the addon is updated
        if parameters.get_param(SEALED_SINCE):
            return
        for name in self._get_sealed_models():
            self._seal_earlier(self.env[name])
        now = fields.Datetime.to_string(fields.Datetime.now())
        parameters.set_param(SEALED_SINCE, now)

    @api.model
    def _seal_earlier(self, documents):
        """Seal a table as it stands, each document as a chain of its own."""
        sealed = documents._get_sealed_fields()
        documents.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH live AS (
                    SELECT source.id, source.company_id, source.id AS chain_id,
                           source.state, source.digests
                      FROM (%(live)s) source
                     WHERE source.state = ANY(%(states)s)), %(made)s
                INSERT INTO order_seal (%(columns)s, hash)
                     SELECT %(values)s, %(hash)s FROM made
                """,
                live=documents._query_sealed(documents._get_all_sealed_fields()),
                states=list(sealed),
                made=self._query_made(documents._name, documents._name, "upgrade"),
                columns=self._list_hashed(),
                values=self._list_hashed("made"),
                hash=self._hash_of("made"),
            )
        )
