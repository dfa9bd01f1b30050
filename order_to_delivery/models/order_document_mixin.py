"""What the documents that people sign have in common."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError


class OrderDocumentMixin(models.AbstractModel):
    _name = "order.document.mixin"
    _inherit = ["order.actor.mixin", "order.whole.read.mixin"]
    _description = "Document with Protected States"

    # Fields that only this model's own methods write, in sudo.
    _protected_fields = frozenset({"state"})
    # The dialog to which papers are uploaded before they belong to the document.
    _upload_model = None

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and self._is_protected(field):
            return False
        return super()._has_field_access(field, operation)

    def _is_protected(self, field):
        """Tell whether nobody writes a field: steps do, or it follows from others.

        A stored company that is another record's could be written over otherwise.
        """
        follows = field.store and field.compute and field.readonly
        return field.name in self._protected_fields or bool(follows)

    @api.model
    def _sort_states(self, states, domain):
        """Return the states that are found in the order of the way, for a kanban."""
        return [s for s in self._fields["state"].get_values(self.env) if s in states]

    def _filter_gated(self):
        """Return the records whose company governs its orders by gates."""
        # The switch is read on the record's company, which the user may not see.
        return self.filtered(
            lambda record: record.company_id.sudo().use_order_to_delivery
        )

    def _check_state(self, allowed):
        """Refuse a step that a record's state does not allow.

        :raise UserError: naming the record and its state
        """
        for record in self:
            if record.state not in allowed:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(name)s is %(state)s: this step is not open any more. "
                        "Reload the page to see where it stands.",
                        name=record.display_name,
                        state=labels.get(record.state, record.state),
                    )
                )

    def _check_papers_free(self, papers):
        """Refuse to take files that are not the user's to see, or another record's.

        :param papers: the attachments to tie to these documents
        :raise AccessError: naming the file
        """
        papers.check_access("read")
        for paper in papers.sudo():  # where a file belongs is not the reader's to see
            is_own = paper.res_model == self._name and paper.res_id in (0, *self.ids)
            if not is_own and paper.res_model not in (False, "", self._upload_model):
                raise AccessError(
                    self.env._(
                        "The file %(file)s belongs to another record: upload it anew.",
                        file=paper.name,
                    )
                )

    def _archive_activities(self):
        """Take what waited off the desks; an archived activity counts as done.

        Deleting would throw away all that the request has read.
        """
        # It is done, whoever it was given to.
        activities = self.env["mail.activity"].sudo()
        activities.search_fetch(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        ).active = False

    def _set_state(self, state, allowed, **values):
        """Write the state, the only place that does, and refuse a wrong start.

        :param state: the state to reach
        :param allowed: the states from which it may be reached
        :raise UserError: when a record is in another state
        """
        self._check_state(allowed)
        # The state is protected against everybody; the callers checked the rights.
        self.sudo().write({"state": state, **values})
