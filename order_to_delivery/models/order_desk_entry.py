"""My Desk: what waits for each department, oldest first."""

from odoo import api, fields, models
from odoo.tools import SQL

from .order_agreed_date_mixin import AGREED_DATE_STEPS, AGREED_DATES
from .order_confirmation_mixin import SIGNATURE_GATE
from .order_department_kind import DEPARTMENT_KINDS, group_of
from .order_desk_money import MONEY_BRANCHES, MONEY_STEPS
from .order_desk_production import PRODUCTION_BRANCHES, PRODUCTION_STEPS
from .order_desk_review import REVIEW_BRANCHES, REVIEW_STEPS
from .order_desk_shipping import SHIPPING_BRANCHES, SHIPPING_STEPS
from .order_door_report import DOOR_STEPS, DOORS
from .order_milestone import ASKED
from .order_offset import OFFSET_STEPS, OFFSETS
from .order_price_doubt import DOUBT_STEPS, DOUBTS
from .order_recovery_case import RECOVERIES, RECOVERY_STEPS
from .order_sample import SAMPLE_STEPS, SAMPLES
from .order_supply_question import QUESTION_STEPS, QUESTIONS
from .order_surplus_money_mixin import SURPLUS_STEPS, SURPLUSES

# Each branch tells apart its rows by a digit at the end of the id. All read
# partial indexes of what is open, never history.
SIGNOFFS = """
    SELECT signoff.id::bigint * 10 + 1 AS id, signoff.sale_order_id,
           signoff.company_id, signoff.kind AS department, 'sign' AS asked,
           signoff.user_id, signoff.opened_date AS since, signoff.due_date,
           'order.review.signoff' AS res_model, signoff.id AS res_id
      FROM order_review_signoff signoff
     WHERE signoff.state = 'open'
"""
# What has documents of its own, of which an order may have several, stands in
# the other branches.
STEPS = """
    SELECT milestone.id::bigint * 10 + 2, milestone.sale_order_id,
           milestone.company_id, milestone.department, milestone.asked,
           milestone.user_id, milestone.held_since, milestone.planned_end,
           milestone.res_model, milestone.res_id
      FROM order_milestone milestone
     WHERE milestone.is_here AND milestone.department IS NOT NULL
       AND milestone.asked NOT IN ('sign', 'verify', 'hand_over', 'receipt',
                                   'inspect_made', 'second_sign')
"""
REQUESTS = """
    SELECT request.id::bigint * 10 + 3, request.sale_order_id, request.company_id,
           CASE request.state WHEN 'draft' THEN 'finance'
                              ELSE 'customer_service' END,
           CASE request.state WHEN 'draft' THEN 'verify' ELSE 'hand_over' END,
           NULL::int4, coalesce(request.verified_date, request.create_date),
           request.delivery_date, 'order.shipping.request', request.id
      FROM order_shipping_request request
     WHERE request.state IN ('draft', 'verified')
"""
RECEIPTS = """
    SELECT receipt.id::bigint * 10 + 4, receipt.sale_order_id, receipt.company_id,
           'logistics', 'receipt', NULL::int4, receipt.create_date, receipt.due_date,
           'order.delivery.receipt', receipt.id
      FROM order_delivery_receipt receipt
     WHERE receipt.state = 'awaited'
"""
PAPERS = """
    SELECT waiver.id::bigint * 10 + 5, waiver.sale_order_id, waiver.company_id,
           'customer_service', 'paper', NULL::int4, waiver.granted_date,
           waiver.paper_due_date, 'order.gate.waiver', waiver.id
      FROM order_gate_waiver waiver
     WHERE waiver.state = 'granted' AND waiver.paper_due_date IS NOT NULL
"""
# What is expected later than tomorrow does not wait for anybody yet. What Quality
# accepted of finished goods waits for Customer Service to sign with it.
INSPECTIONS = """
    SELECT inspection.id::bigint * 10 + 6, inspection.sale_order_id,
           inspection.company_id,
           CASE inspection.state WHEN 'draft' THEN 'quality'
                                 ELSE 'customer_service' END,
           CASE WHEN inspection.state = 'judged' THEN 'second_sign'
                WHEN inspection.kind IN ('process', 'finished') THEN 'inspect_made'
                WHEN inspection.kind = 'shipment' THEN 'inspect_shipment'
                ELSE 'inspect' END,
           NULL::int4,
           coalesce(inspection.inspected_date, inspection.arrival_date),
           inspection.arrival_date::date, 'order.inspection', inspection.id
      FROM order_inspection inspection
     WHERE inspection.state = 'draft'
       AND inspection.arrival_date < (now() AT TIME ZONE 'UTC') + interval '1 day'
        OR inspection.state = 'judged' AND inspection.needs_second_signature
       AND inspection.second_signer_id IS NULL
       AND (inspection.concession_id IS NOT NULL OR EXISTS (
           SELECT FROM order_inspection_line line
            WHERE line.inspection_id = inspection.id
              AND line.accepted_product_quantity > 0))
"""
# Purchasing is asked as long as something approved stands on no binding order.
REQUISITIONS = """
    SELECT request.id::bigint * 10 + 7, request.sale_order_id, request.company_id,
           CASE request.state
                WHEN 'draft' THEN company.order_requisition_department
                WHEN 'to_approve'
                THEN CASE WHEN request.awaits_second_signature
                          THEN company.order_second_signature_department
                          ELSE 'deputy_general_manager' END
                ELSE 'purchasing' END,
           CASE request.state WHEN 'draft' THEN 'report_needs'
                              WHEN 'to_approve'
                              THEN CASE WHEN request.awaits_second_signature
                                        THEN 'second_approve'
                                        ELSE 'approve_requisition' END
                              ELSE 'order_material' END,
           CASE request.state WHEN 'draft' THEN request.requested_by END,
           CASE request.state WHEN 'draft' THEN request.create_date
                              WHEN 'to_approve'
                              THEN coalesce(CASE WHEN request.awaits_second_signature
                                                 THEN request.approved_date END,
                                            request.submitted_date,
                                            request.create_date)
                              ELSE request.approved_date END,
           request.date_required, 'purchase.request', request.id
      FROM purchase_request request
      JOIN res_company company
        ON company.id = request.company_id AND company.use_order_to_delivery
     WHERE request.state IN ('draft', 'to_approve')
        OR request.state IN ('approved', 'in_progress') AND EXISTS (
           SELECT FROM purchase_request_line line
            WHERE line.request_id = request.id AND line.approved_quantity > 0
              AND NOT EXISTS (
                  SELECT FROM purchase_request_purchase_order_line_rel tie
                    JOIN purchase_order_line ordered
                      ON ordered.id = tie.purchase_order_line_id
                    JOIN purchase_order purchase ON purchase.id = ordered.order_id
                   WHERE tie.purchase_request_line_id = line.id
                     AND purchase.state = 'purchase'))
"""
REQUISITION_STEPS = [
    ("report_needs", "Check the material needs and submit the requisition"),
    ("approve_requisition", "Approve the requisition"),
    ("second_approve", "Sign the requisition as the second person"),
    ("order_material", "Order what the requisition approves"),
]
# Customer service sees to what Production reported until it is closed.
EXCEPTIONS = """
    SELECT exception.id::bigint * 10 + 8, exception.sale_order_id,
           exception.company_id, 'customer_service',
           CASE exception.state WHEN 'reported' THEN 'plan_exception'
                                ELSE 'close_exception' END,
           NULL::int4, coalesce(exception.planned_date, exception.reported_date),
           NULL::date, 'order.production.exception', exception.id
      FROM order_production_exception exception
     WHERE exception.state IN ('reported', 'planned')
"""
EXCEPTION_STEPS = [
    ("plan_exception", "Agree on an emergency plan for the production exception"),
    ("close_exception", "Close the production exception with cause and owner"),
]
BRANCHES = (
    SIGNOFFS,
    STEPS,
    REQUESTS,
    RECEIPTS,
    PAPERS,
    INSPECTIONS,
    REQUISITIONS,
    EXCEPTIONS,
    QUESTIONS,
    *PRODUCTION_BRANCHES,
    *SHIPPING_BRANCHES,
    *REVIEW_BRANCHES,
    RECOVERIES,
    DOORS,
    SURPLUSES,
    OFFSETS,
    DOUBTS,
    AGREED_DATES,
    SAMPLES,
    *MONEY_BRANCHES,
)


class OrderDeskEntry(models.Model):
    _name = "order.desk.entry"
    _inherit = ["order.desk.money.mixin"]
    _description = "What Waits on a Department's Desk"
    _auto = False
    _order = "since, id"
    _rec_name = "sale_order_id"

    sale_order_id = fields.Many2one("sale.order", string="Order", readonly=True)
    client_order_ref = fields.Char(related="sale_order_id.client_order_ref")
    company_id = fields.Many2one("res.company", readonly=True)
    department = fields.Selection(DEPARTMENT_KINDS, readonly=True)
    asked = fields.Selection(
        [
            *ASKED,
            *REQUISITION_STEPS,
            *EXCEPTION_STEPS,
            *QUESTION_STEPS,
            *PRODUCTION_STEPS,
            *SHIPPING_STEPS,
            *REVIEW_STEPS,
            *RECOVERY_STEPS,
            *DOOR_STEPS,
            *SURPLUS_STEPS,
            *OFFSET_STEPS,
            *DOUBT_STEPS,
            *AGREED_DATE_STEPS,
            *SAMPLE_STEPS,
            *MONEY_STEPS,
            ("paper", "Bring the paper that was allowed to follow"),
            ("inspect", "Inspect what arrives"),
            ("inspect_shipment", "Inspect what is to be shipped"),
        ],
        string="What Is Asked",
        readonly=True,
    )
    user_id = fields.Many2one("res.users", string="Asked of", readonly=True)
    since = fields.Datetime(string="Waits Since", readonly=True)
    due_date = fields.Date(string="Due", readonly=True)
    res_model = fields.Char(string="Document's Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", readonly=True
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    is_mine = fields.Boolean(
        string="For My Departments",
        compute="_compute_is_mine",
        search="_search_is_mine",
        help="Asked of a department that I act for.",
    )

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(map(SQL, BRANCHES))

    @api.depends("due_date")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for entry in self:
            entry.is_late = bool(entry.due_date) and entry.due_date < today

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("due_date", "<", fields.Date.context_today(self))]

    @api.depends_context("uid")
    def _compute_is_mine(self):
        kinds = self._get_own_kinds()
        for entry in self:
            entry.is_mine = entry.department in kinds

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("department", "in", self._get_own_kinds())]

    @api.model
    def _get_own_kinds(self):
        """Return the kinds of department that the user acts for."""
        user = self.env.user
        return [
            kind for kind, _label in DEPARTMENT_KINDS if user.has_group(group_of(kind))
        ]

    def action_open(self):
        """Open the very document that waits, or its order."""
        self.ensure_one()
        self.check_access("read")
        document = self._get_document()
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _get_document(self):
        """Return what is acted on: the delivery itself, the paper to be brought in."""
        document = self.env[self.res_model].browse(self.res_id)
        if self.asked == "ship" and self.env.user.has_group(group_of("warehouse")):
            # Which delivery waits is no secret; its form asks for the right.
            pickings = document.sudo().picking_ids.filtered(
                lambda picking: picking.state not in ("done", "cancel")
            )
            document = pickings[:1].sudo(False) or document
        if self.asked == "paper" and document.gate == SIGNATURE_GATE:
            confirmations = document.sale_order_id.order_confirmation_ids.filtered(
                lambda paper: paper.state not in ("accepted", "cancelled")
            )
            document = confirmations[:1] or document
        return document
