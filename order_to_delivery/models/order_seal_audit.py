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
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT seal.id, seal.res_model, seal.res_id, seal.sealed_date,
                       seal.chain_model, seal.chain_id,
                       seal.hash IS DISTINCT FROM %(hash)s AS is_altered,
                       seal.number > 1 AND before.id IS NULL AS is_alone,
                       COALESCE(before.hash, '') IS DISTINCT FROM seal.previous
                           AS is_unchained,
                       before.id AS before_id, before.res_model AS before_model,
                       before.res_id AS before_res_id, before.sealed_date AS before_date
                  FROM order_seal seal
             LEFT JOIN order_seal before ON before.chain_model = seal.chain_model
                   AND before.chain_id = seal.chain_id
                   AND before.number = seal.number - 1
                 WHERE %(chosen)s AND (
                       seal.hash IS DISTINCT FROM %(hash)s
                       OR COALESCE(before.hash, '') IS DISTINCT FROM seal.previous)
              ORDER BY seal.id
                """,
                hash=self.env["order.seal"]._hash_of("seal"),
                chosen=chosen,
            )
        )
        altered, findings = set(), []
        for row in rows:
            chain = (row["chain_model"], row["chain_id"])
            if row["is_altered"]:
                altered.add(row["id"])
                findings.append(self._finding("seal_altered", row, chain=chain))
            elif row["is_alone"]:
                record = dict(zip(("res_model", "res_id"), chain, strict=True))
                record["sealed_date"] = row["sealed_date"]
                findings.append(self._finding("seal_gone", record, chain=chain))
            elif row["is_unchained"] and row["before_id"]:
                altered.add(row["before_id"])
                before = {
                    "res_model": row["before_model"],
                    "res_id": row["before_res_id"],
                    "sealed_date": row["before_date"],
                }
                findings.append(self._finding("seal_altered", before, chain=chain))
        return altered, findings

    @api.model
    def _find_changed(self, documents, chosen):
        """Return the values of a model that differ, and the rows that are gone."""
        sealed = documents._get_sealed_fields()
        names = tuple(dict.fromkeys(name for part in sealed.values() for name in part))
        documents.env.flush_all()
        rows = self.env.execute_query_dict(
            SQL(
                """
                WITH batch AS MATERIALIZED (
                    SELECT seal.* FROM order_seal seal
                     WHERE seal.res_model = %(model)s AND %(chosen)s),
                live AS MATERIALIZED (
                    %(live)s WHERE document.id IN (SELECT res_id FROM batch))
                SELECT seal.id AS seal_id, seal.res_model, seal.res_id,
                       seal.sealed_date, seal.chain_model, seal.chain_id,
                       '' AS key, TRUE AS is_gone
                  FROM batch seal
                 WHERE NOT EXISTS (SELECT FROM live WHERE live.id = seal.res_id)
             UNION ALL
                SELECT seal.id, seal.res_model, seal.res_id, seal.sealed_date,
                       seal.chain_model, seal.chain_id,
                       field.key, NOT live.digests ? field.key
                  FROM batch seal
                  JOIN live ON live.id = seal.res_id
            CROSS JOIN LATERAL jsonb_each(seal.digests) field
                 WHERE NOT live.digests @> seal.digests
                   AND live.digests -> field.key IS DISTINCT FROM field.value
                   -- A field that is sealed no more, or a line that is gone?
                   AND (live.digests ? field.key OR strpos(field.key, '/') > 0)
                   AND NOT EXISTS (
                       SELECT FROM order_seal later
                        WHERE later.res_model = seal.res_model
                          AND later.res_id = seal.res_id
                          AND later.id > seal.id
                          AND later.digests ? field.key)
              ORDER BY seal_id, key
                """,
                model=documents._name,
                chosen=chosen,
                live=documents._query_sealed(names),
            )
        )
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
            rows = self.env.execute_query_dict(
                SQL(
                    """
                    SELECT %(model)s AS res_model, document.id AS res_id,
                           last.event, last.sealed_date, document.%(chain)s AS chain_id
                      FROM %(table)s document
                 LEFT JOIN (
                         SELECT DISTINCT ON (seal.res_id)
                                seal.res_id, seal.event, seal.sealed_date
                           FROM order_seal seal
                          WHERE seal.res_model = %(model)s
                       ORDER BY seal.res_id, seal.id DESC
                         ) last ON last.res_id = document.id
                     WHERE document.company_id = ANY(%(companies)s)
                       AND document.state IS DISTINCT FROM last.event
                       AND (last.event IS NOT NULL
                            OR document.state = ANY(%(states)s))
                  ORDER BY document.id
                    """,
                    model=name,
                    chain=SQL.identifier(documents._seal_chain),
                    table=SQL.identifier(documents._table),
                    companies=company_ids,
                    states=list(documents._get_sealed_fields()),
                )
            )
            for row in rows:
                chain = documents._fields[documents._seal_chain].comodel_name or name
                findings.append(
                    self._finding(
                        "changed" if row["event"] else "unsealed",
                        row,
                        key="state" if row["event"] else "",
                        chain=(chain, row["chain_id"]),
                    )
                )
        return findings

    @api.model
    def _find_answers_gone(self, company_ids):
        """Return the reviews that name an answer which is not there any more.

        Each answer names the one before, and the review the last one: that is how one
        is missed whose seals were deleted with it.
        """
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT 'order.review' AS res_model, review.id AS res_id
                  FROM order_review review
                 WHERE review.company_id = ANY(%s) AND review.seal_head <> ''
                   AND NOT EXISTS (
                       SELECT FROM order_review_signoff answer
                        WHERE answer.review_id = review.id
                          AND answer.seal = review.seal_head)
                 UNION
                SELECT 'order.review', later.review_id
                  FROM order_review_signoff later
                 WHERE later.company_id = ANY(%s) AND later.previous_seal <> ''
                   AND NOT EXISTS (
                       SELECT FROM order_review_signoff answer
                        WHERE answer.review_id = later.review_id
                          AND answer.seal = later.previous_seal)
                   -- One that was moved to another review is named by its own seal.
                   AND NOT EXISTS (
                       SELECT FROM order_seal seal
                        WHERE seal.res_model = 'order.review.signoff'
                          AND seal.res_id = later.id
                          AND seal.chain_model = 'order.review'
                          AND seal.chain_id <> later.review_id)
              ORDER BY res_id
                """,
                company_ids,
                company_ids,
            )
        )
        return [
            self._finding("answer_gone", row, chain=(row["res_model"], row["res_id"]))
            for row in rows
        ]

    @api.model
    def _find_in_blocks(self, company_ids):
        """Return the blocks that were altered, or lack seals or the block before."""
        blocks = self.env["order.seal.block"]
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT 'order.seal.block' AS res_model, block.id AS res_id,
                       block.sealed_date,
                       held.number < block.seal_count
                           OR block.number > 1 AND before.id IS NULL AS is_short
                  FROM order_seal_block block
             LEFT JOIN order_seal_block before
                    ON before.company_id = block.company_id
                   AND before.number = block.number - 1
            CROSS JOIN LATERAL (
                     SELECT count(*) AS number, %(content)s AS content
                       FROM order_seal seal WHERE seal.block_id = block.id) held
                 WHERE block.company_id = ANY(%(companies)s)
                   AND (block.hash IS DISTINCT FROM %(hash)s
                        OR held.content IS DISTINCT FROM block.content
                        OR held.number <> block.seal_count
                        OR COALESCE(before.hash, '') IS DISTINCT FROM block.previous)
              ORDER BY block.id
                """,
                content=blocks._content_of("seal"),
                hash=blocks._hash_of("block"),
                companies=company_ids,
            )
        )
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
