"""The questions of the verification report, each one statement."""

from odoo import api, models
from odoo.tools import SQL


class OrderSealQueryMixin(models.AbstractModel):
    _name = "order.seal.query.mixin"
    _description = "Queries of the Verification of Seals"

    @api.model
    def _query_altered(self, chosen):
        """Select the seals that do not fit their hash, or the seal before them."""
        return SQL(
            """
            SELECT seal.id, seal.res_model, seal.res_id, seal.sealed_date,
                   seal.chain_model, seal.chain_id,
                   seal.hash IS DISTINCT FROM %(hash)s AS is_altered,
                   seal.number > 1 AND before.id IS NULL AS is_alone,
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

    @api.model
    def _query_changed(self, documents, chosen):
        """Select the values that differ from their seals, and the rows gone."""
        return SQL(
            """
            WITH batch AS MATERIALIZED (
                SELECT seal.* FROM order_seal seal
                 WHERE seal.res_model = %(model)s AND %(chosen)s),
            live AS MATERIALIZED (
                %(live)s WHERE document.id IN (SELECT res_id FROM batch))
            SELECT seal.id AS seal_id, seal.res_model, seal.res_id, seal.sealed_date,
                   seal.chain_model, seal.chain_id, '' AS key, TRUE AS is_gone
              FROM batch seal
             WHERE NOT EXISTS (SELECT FROM live WHERE live.id = seal.res_id)
         UNION ALL
            SELECT seal.id, seal.res_model, seal.res_id, seal.sealed_date,
                   seal.chain_model, seal.chain_id, field.key,
                   NOT live.digests ? field.key
              FROM batch seal
              JOIN live ON live.id = seal.res_id
        CROSS JOIN LATERAL jsonb_each(seal.digests) field
             WHERE NOT live.digests @> seal.digests
               AND live.digests -> field.key IS DISTINCT FROM field.value
               -- What is sealed no more is not compared; of lines, it is gone.
               AND (live.digests ? field.key OR strpos(field.key, '/') > 0)
               AND NOT EXISTS (
                   SELECT FROM order_seal later
                    WHERE later.res_model = seal.res_model
                      AND later.res_id = seal.res_id AND later.id > seal.id
                      AND later.digests ? field.key)
          ORDER BY seal_id, key
            """,
            model=documents._name,
            chosen=chosen,
            live=documents._query_sealed(documents._get_all_sealed_fields()),
        )

    @api.model
    def _query_unsealed(self, documents, company_ids):
        """Select what stands in another state than was sealed last, or in a signed
        one without any seal.
        """
        return SQL(
            """
            SELECT %(model)s AS res_model, document.id AS res_id,
                   last.event, last.sealed_date, document.%(chain)s AS chain_id
              FROM %(table)s document
         LEFT JOIN (
                 SELECT DISTINCT ON (seal.res_id)
                        seal.res_id, seal.event, seal.sealed_date
                   FROM order_seal seal
                  WHERE seal.res_model = %(model)s
               ORDER BY seal.res_id, seal.id DESC) last ON last.res_id = document.id
             WHERE document.company_id = ANY(%(companies)s)
               AND document.state IS DISTINCT FROM last.event
               AND (last.event IS NOT NULL OR document.state = ANY(%(states)s))
          ORDER BY document.id
            """,
            model=documents._name,
            chain=SQL.identifier(documents._seal_chain),
            table=SQL.identifier(documents._table),
            companies=company_ids,
            states=list(documents._get_sealed_fields()),
        )

    @api.model
    def _query_answers_gone(self, company_ids):
        """Select the reviews that name an answer which is not there any more."""
        return SQL(
            """
            SELECT 'order.review' AS res_model, review.id AS res_id
              FROM order_review review
             WHERE review.company_id = ANY(%(companies)s) AND review.seal_head <> ''
               AND NOT EXISTS (
                   SELECT FROM order_review_signoff answer
                    WHERE answer.review_id = review.id
                      AND answer.seal = review.seal_head)
             UNION
            SELECT 'order.review', later.review_id
              FROM order_review_signoff later
             WHERE later.company_id = ANY(%(companies)s) AND later.previous_seal <> ''
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
            companies=company_ids,
        )

    @api.model
    def _query_blocks(self, company_ids):
        """Select the blocks that do not fit their seals, or the block before them."""
        blocks = self.env["order.seal.block"]
        return SQL(
            """
            SELECT 'order.seal.block' AS res_model, block.id AS res_id,
                   block.sealed_date,
                   held.number < block.seal_count
                       OR block.number > 1 AND before.id IS NULL AS is_short
              FROM order_seal_block block
         LEFT JOIN order_seal_block before ON before.company_id = block.company_id
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
