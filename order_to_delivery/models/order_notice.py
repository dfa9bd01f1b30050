from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL, split_every

from .cron_turn import take_turns

SETTLED_AT_ONCE = 100


class OrderNotice(models.Model):
    """What is told of a deadline: once per event, on its day, to its person (H1.2).

    Which events there were follows from the days alone. What had passed before a cron
    told it is kept all the same.
    """

    _name = "order.notice"
    _description = "Notice of a Deadline"
    _order = "date desc, id desc"
    _rec_name = "event"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    sale_order_id = fields.Many2one(
        "sale.order", readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="sale_order_id.partner_id", string="Customer")
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document Id", model_field="res_model", required=True, readonly=True
    )
    document_name = fields.Char(string="Document", compute="_compute_document_name")
    event = fields.Selection(
        [
            ("circulate_late", "Order not circulated yet"),
            ("circulate_escalated", "Order not circulated, superior told"),
            ("answer_due", "Answer due today"),
            ("answer_late", "Answer overdue"),
            ("answer_escalated", "Answer overdue, superior told"),
            ("decide_late", "Review not closed yet"),
            ("decide_escalated", "Review not closed, superior told"),
            ("contract_ending", "Contract ends soon"),
        ],
        required=True,
        readonly=True,
    )
    date = fields.Date(required=True, readonly=True, string="Day")
    user_id = fields.Many2one("res.users", string="Told to", readonly=True)
    state = fields.Selection(
        [
            ("open", "To Be Told"),
            ("told", "Told"),
            ("passed", "Done Before It Was Told"),
        ],
        required=True,
        readonly=True,
        default="open",
    )
    told_date = fields.Datetime(readonly=True)

    _once = models.UniqueIndex(
        "(res_model, res_id, event, date)", "An event is told once."
    )
    _to_tell = models.Index("(company_id, user_id) WHERE state = 'open'")

    @api.depends("res_model", "res_id")
    def _compute_document_name(self):
        for model, notices in self.grouped("res_model").items():
            # Which department was asked is no secret to who may read the notice.
            documents = self.env[model].sudo().browse(notices.mapped("res_id"))
            names = {one.id: one.display_name for one in documents.exists()}
            for notice in notices:
                notice.document_name = names.get(notice.res_id)

    @api.model
    def _note(self, document, notices):
        """Keep the events of a document, each once.

        :param document: a record that has a deadline
        :param notices: ``[(event, day, user)]``
        """
        self.env.execute_query(
            SQL(
                """
                INSERT INTO order_notice (
                    company_id, sale_order_id, res_model, res_id, event, date, user_id,
                    state, create_uid, create_date, write_uid, write_date)
                SELECT %(company)s, %(order)s, %(model)s, %(id)s, event, date, person,
                       'open', %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM unnest(%(events)s::varchar[], %(dates)s::date[],
                              %(people)s::int[]) AS told (event, date, person)
                ON CONFLICT DO NOTHING
                  RETURNING id
                """,
                company=document.company_id.id,
                order=document._get_notice_order().id or None,
                model=document._name,
                id=document.id,
                events=[event for event, _day, _user in notices],
                dates=[day for _event, day, _user in notices],
                people=[user.id or None for _event, _day, user in notices],
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _cron_tell_deadlines(self):
        """Tell each person once, in one message, what is due and overdue (H1.2)."""
        for model in ("order.review", "order.review.signoff", "order.contract"):
            due = self.env[model]._search_due()
            for ids in split_every(SETTLED_AT_ONCE, due.ids):
                take_turns(due.browse(ids), self._settle)
        told = self.search([("state", "=", "open")], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(told))
        for notices in told.grouped(lambda n: (n.company_id, n.user_id)).values():
            if not take_turns(notices, lambda own: own._tell()):
                break

    @api.model
    def _settle(self, documents):
        documents._ask_who_is_there()
        documents._settle_notices()

    def _tell(self):
        """Tell the person of these notices what has not been done meanwhile."""
        alive = self._filter_alive()
        (self - alive).state = "passed"
        for person, notices in alive.grouped("user_id").items():
            if person:
                notices._send(person)
        alive.write({"state": "told", "told_date": fields.Datetime.now()})

    def _filter_alive(self):
        """Return the notices whose document still waits for what they tell of."""
        ids = defaultdict(list)
        for notice in self:
            ids[notice.res_model].append(notice.res_id)
        waiting = {
            (model, document.id): document._get_awaited_events()
            for model, own in ids.items()
            for document in self.env[model].browse(own).exists()
        }
        return self.filtered(
            lambda notice: (
                notice.event in waiting.get((notice.res_model, notice.res_id), ())
            )
        )

    def _send(self, person):
        """Send a person one message that lists what is due."""
        notices = self.with_context(lang=person.lang)
        labels = dict(self._fields["event"]._description_selection(notices.env))
        lines = Markup().join(
            Markup("<li>%s: %s</li>")
            % (
                labels[notice.event],
                notices.env[notice.res_model].browse(notice.res_id).display_name,
            )
            for notice in notices
        )
        first = notices[0]
        document = notices.env[first.res_model].browse(first.res_id)
        (notices.sale_order_id[:1] or document).message_notify(
            partner_ids=person.partner_id.ids,
            subject=notices.env._("Due and overdue: %s", len(notices)),
            body=Markup("<ul>%s</ul>") % lines,
        )
