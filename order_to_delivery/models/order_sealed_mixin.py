"""Documents whose signatures are sealed in the moment in which they are given."""

from odoo import api, models
from odoo.tools import SQL

from .order_sealed_fields import SEALED_FIELDS

# What of a file is sealed: its content by the checksum that Odoo keeps of it. A file
# store that points elsewhere than to the content of that checksum is no such content.
FILE_VALUES = SQL(
    """
    jsonb_build_object(
        'name', file.name,
        'checksum',
        CASE WHEN file.store_fname IS NULL
               OR file.store_fname = left(file.checksum, 2) || '/' || file.checksum
             THEN file.checksum ELSE file.store_fname END)
    """
)


class OrderSealedMixin(models.AbstractModel):
    _name = "order.sealed.mixin"
    _inherit = ["order.document.mixin"]
    _description = "Document Whose Signatures Are Sealed"

    # The field with the document whose seals these follow; else each has its own.
    _seal_chain = "id"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env["order.seal"]._seal(records)
        return records

    def _set_state(self, state, allowed, **values):
        result = super()._set_state(state, allowed, **values)
        self.env["order.seal"]._seal(self)
        return result

    @api.model
    def _get_sealed_fields(self):
        """Return ``{state: names of fields}``: what stays once the state is reached.

        A name with a dot is a field of each line. For other addons to extend.
        """
        return SEALED_FIELDS.get(self._name, {})

    @api.model
    def _get_all_sealed_fields(self):
        """Return the fields of all states, each once."""
        sealed = self._get_sealed_fields()
        return tuple(dict.fromkeys(name for part in sealed.values() for name in part))

    def _query_seal_head(self):
        """Return the statement that notes the seal on its chain, or nothing."""
        return SQL()

    def _flush_sealed(self, names):
        """Write what is to be sealed, for the statement that reads it."""
        lines = {}
        for name in names:
            field_name, _dot, line_name = name.partition(".")
            if line_name:
                lines.setdefault(field_name, []).append(line_name)
        self.flush_recordset(["state", *(n for n in names if "." not in n)])
        for field_name, line_names in lines.items():
            self.env[self._fields[field_name].comodel_name].flush_model(line_names)
        if any(self._is_file(self._fields[n]) for n in names if "." not in n):
            self.env["ir.attachment"].flush_model()

    @api.model
    def _query_sealed(self, names):
        """Return the rows of the documents with a digest of each sealed value.

        Sealing and verifying read the table by this one statement, never the cache:
        what it does not see as equal is not equal in the database.

        :return: SELECT of id, company_id, chain_id, state and digests, a JSON object
            ``{key: first 32 digits of its SHA-256}``; the key is the name of a field,
            or "line_ids/7/quantity" of the line or file 7
        """
        parts = [self._query_own_values(names)]
        parts += [self._query_part_values(name, names) for name in names]
        return SQL(
            """
            SELECT document.id, document.company_id,
                   document.%(chain)s AS chain_id, document.state, (
                SELECT COALESCE(
                           jsonb_object_agg(part.key, left(encode(sha256(convert_to(
                               COALESCE(part.value::text, 'null'), 'UTF8')), 'hex'),
                               32)),
                           '{}')
                  FROM (%(parts)s) part (key, value)) AS digests
              FROM %(table)s document
            """,
            chain=SQL.identifier(self._seal_chain),
            parts=SQL(" UNION ALL ").join(part for part in parts if part),
            table=SQL.identifier(self._table),
        )

    @api.model
    def _query_own_values(self, names):
        columns = [n for n in names if "." not in n and self._fields[n].column_type]
        return SQL(
            "SELECT field.key, field.value FROM jsonb_each(%s) field",
            self._build_object("document", columns),
        )

    @api.model
    def _query_part_values(self, name, names):
        """Return the values of the lines or files under a field, if it has any."""
        field = self._fields[name] if "." not in name else None
        if field is None or (field.column_type and not self._is_file(field)):
            return SQL()
        if field.type == "one2many":
            lines = self.env[field.comodel_name]
            own = [n.partition(".")[2] for n in names if n.startswith(f"{name}.")]
            return self._query_lines(
                name,
                SQL(
                    "SELECT line.id, %s FROM %s line WHERE line.%s = document.id",
                    self._build_object("line", own),
                    SQL.identifier(lines._table),
                    SQL.identifier(field.inverse_name),
                ),
            )
        return self._query_lines(name, self._query_files(field))

    @api.model
    def _query_files(self, field):
        if field.type == "many2many":
            return SQL(
                """
                SELECT file.id, %s
                  FROM ir_attachment file
                  JOIN %s tie ON tie.%s = file.id
                 WHERE tie.%s = document.id
                """,
                FILE_VALUES,
                SQL.identifier(field.relation),
                SQL.identifier(field.column2),
                SQL.identifier(field.column1),
            )
        return SQL(
            """
            SELECT file.id, %s
              FROM ir_attachment file
             WHERE file.res_model = %s AND file.res_field = %s
               AND file.res_id = document.id
            """,
            FILE_VALUES,
            self._name,
            field.name,
        )

    @api.model
    def _query_lines(self, name, rows):
        """Return which lines there are under a name, and the values of each."""
        return SQL(
            """
            SELECT %(name)s, jsonb_agg(line.id ORDER BY line.id)
              FROM (%(rows)s) line (id, content)
         UNION ALL
            SELECT %(name)s || '/' || line.id || '/' || field.key, field.value
              FROM (%(rows)s) line (id, content)
        CROSS JOIN LATERAL jsonb_each(line.content) field
            """,
            name=name,
            rows=rows,
        )

    @api.model
    def _build_object(self, alias, columns):
        pairs = [
            SQL("%s, %s", column, SQL.identifier(alias, column)) for column in columns
        ]
        return SQL("jsonb_build_object(%s)", SQL(", ").join(pairs))

    @api.model
    def _is_file(self, field):
        return field.type == "many2many" or (
            field.type == "binary" and field.attachment
        )
