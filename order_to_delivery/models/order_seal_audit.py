"""Whether what was signed still says what it said: each value against its seal."""

from odoo import api, models
from odoo.tools import SQL

BATCH = 1000


class OrderSealAudit(models.AbstractModel):
    """Compares the tables with the seals, row by row, past the cache and past rules.

    Each method returns findings: `{kind, res_model, res_id, key, sealed_date,
    chain}`. `key` names the value, as the digests do; `chain` is the chain's document.
    """

    _name = "order.seal.audit"
    _inherit = ["order.seal.query.mixin"]
    _description = "Verification of Seals"

    @api.model
    def _get_range(self, company_ids, after, days):
        """Return the last id and the number of the next seals to verify.

        :param after: the id of the last seal that was verified
        :param days: SQL condition on the seals, by their day
        """
        ((last, number),) = self.env.execute_query(
            SQL(
                """
                SELECT max(id), count(*)
                  FROM (SELECT seal.id FROM order_seal seal
                         WHERE seal.id > %s AND seal.company_id = ANY(%s) AND %s
                      ORDER BY seal.id LIMIT %s) next
                """,
                after,
                company_ids,
                days,
                BATCH,
            )
        )
        return last, number

    @api.model
    def _find_in_seals(self, company_ids, after, last, days):
        """Return what is wrong with the seals of a range, or with what they seal."""
        chosen = SQL(
            "seal.id > %s AND seal.id <= %s AND seal.company_id = ANY(%s) AND %s",
            after,
            last,
            company_ids,
            days,
        )
        altered, findings = self._find_altered(chosen)
        for name in self.env["order.seal"]._get_sealed_models():
            findings += [
                finding
                for finding in self._find_changed(self.env[name], chosen)
                # What a seal says that was altered itself tells nothing.
                if finding.pop("seal_id") not in altered
            ]
        return findings

    @api.model
    def _find_altered(self, chosen):
        """Return the ids of altered seals, and what is wrong with the chains."""
        altered, findings = set(), []
        for row in self.env.execute_query_dict(self._query_altered(chosen)):
            chain = (row["chain_model"], row["chain_id"])
            kind, record = "seal_altered", row
            if row["is_altered"]:
                altered.add(row["id"])
            elif row["is_alone"]:
                kind = "seal_gone"
                record = {**row, "res_model": chain[0], "res_id": chain[1]}
            elif row["before_id"]:
                altered.add(row["before_id"])
                record = {
                    "res_model": row["before_model"],
                    "res_id": row["before_res_id"],
                    "sealed_date": row["before_date"],
                }
            findings.append(self._finding(kind, record, chain=chain))
        return altered, findings

    @api.model
    def _find_changed(self, documents, chosen):
        """Return the values of a model that differ, and the rows that are gone."""
        documents.env.flush_all()
        rows = self.env.execute_query_dict(self._query_changed(documents, chosen))
        return [
            {
                **self._finding(
                    "gone" if row["is_gone"] else "changed",
                    row,
                    key=row["key"],
                    chain=(row["chain_model"], row["chain_id"]),
                ),
                "seal_id": row["seal_id"],
            }
            for row in rows
        ]

    @api.model
    def _find_unsealed(self, company_ids):
        """Return what is signed without a seal, or in another state than sealed."""
        findings = []
        for name in self.env["order.seal"]._get_sealed_models():
            documents = self.env[name]
            chain = documents._fields[documents._seal_chain].comodel_name or name
            rows = self.env.execute_query_dict(
                self._query_unsealed(documents, company_ids)
            )
            findings += [
                self._finding(
                    "changed" if row["event"] else "unsealed",
                    row,
                    key="state" if row["event"] else "",
                    chain=(chain, row["chain_id"]),
                )
                for row in rows
            ]
        return findings

    @api.model
    def _find_answers_gone(self, company_ids):
        """Return the reviews that name an answer which is not there any more.

        Each answer names the one before, and the review the last one: that is how one
        is missed whose seals were deleted with it.
        """
        rows = self.env.execute_query_dict(self._query_answers_gone(company_ids))
        return [
            self._finding("answer_gone", row, chain=(row["res_model"], row["res_id"]))
            for row in rows
        ]

    @api.model
    def _find_in_blocks(self, company_ids):
        """Return the blocks that were altered, or lack seals or the block before."""
        rows = self.env.execute_query_dict(self._query_blocks(company_ids))
        return [
            self._finding("block_short" if row["is_short"] else "block_altered", row)
            for row in rows
        ]

    @api.model
    def _finding(self, kind, row, key="", chain=None):
        return {
            "kind": kind,
            "res_model": row["res_model"],
            "res_id": row["res_id"],
            "key": key,
            "sealed_date": row.get("sealed_date"),
            "chain": chain,
        }
