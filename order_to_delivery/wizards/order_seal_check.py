"""The verification report: what was signed, and whether it still says so (H9.4)."""

from datetime import datetime, time

from pytz import UTC

from odoo import api, fields, models
from odoo.tools import SQL

# Seals verified at a press, far inside the time that a request may take.
AT_ONCE = 100_000


class OrderSealCheck(models.TransientModel):
    _name = "order.seal.check"
    _inherit = ["order.document.mixin"]
    _description = "Check of the Seals"
    _rec_name = "companies"
    # What was found is nobody's to write: the paper of it is shown to others.
    _protected_fields = frozenset(
        {
            "companies",
            "is_checked",
            "is_complete",
            "last_id",
            "seal_count",
            "upgrade_count",
            "waiting_count",
            "waiting_since",
            "heads",
            "head_state",
            "finding_ids",
        }
    )

    date_from = fields.Date(string="Signed from", help="Empty: from the first one.")
    date_to = fields.Date(string="Signed until", help="Empty: up to now.")
    noted_head = fields.Char(
        string="Head Noted Earlier",
        help="The hash of a block that an earlier report printed, or its beginning of "
        "at least 12 digits. Whoever rewrites values, seals and blocks alike "
        "cannot rewrite what you wrote down.",
    )
    companies = fields.Char(readonly=True)
    is_checked = fields.Boolean(readonly=True)
    is_complete = fields.Boolean(readonly=True)
    last_id = fields.Integer(readonly=True)
    seal_count = fields.Integer(string="Seals Verified", readonly=True)
    upgrade_count = fields.Integer(
        string="Signed before Seals Were Kept",
        readonly=True,
        help="What was done to them before the upgrade is not seen.",
    )
    waiting_count = fields.Integer(
        string="Not in a Block Yet",
        readonly=True,
        help="Seals of the last hour: until they are in a block, whoever may write the "
        "database can take away a signature with its seals unseen.",
    )
    waiting_since = fields.Datetime(string="Since", readonly=True)
    heads = fields.Text(
        string="Last Blocks",
        readonly=True,
        help="Note the hash outside of this database: it stands for all signatures up "
        "to its block.",
    )
    head_state = fields.Selection(
        [
            ("known", "Is there, as it was"),
            ("unknown", "Is not there: blocks were rewritten or taken out"),
            ("short", "Too short: type at least 12 digits"),
        ],
        string="Noted Head",
        readonly=True,
    )
    finding_ids = fields.One2many(
        "order.seal.finding", "check_id", string="Findings", readonly=True
    )
    finding_count = fields.Integer(compute="_compute_finding_count")

    @api.depends("finding_ids")
    def _compute_finding_count(self):
        for check in self:
            check.finding_count = len(check.finding_ids)

    def action_check(self):
        """Verify from the first seal on, in the companies that the user works in.

        :raise AccessError: for who does not answer for the whole
        """
        self.ensure_one()
        self._check_reader()
        check = self._start()
        check._verify_whole(self.env.companies)
        check._verify_seals(self.env.companies)
        return True

    def action_go_on(self):
        """Verify the seals that the presses before did not come to.

        :raise AccessError: for who does not answer for the whole
        """
        self.ensure_one()
        self._check_reader()
        # What is found is written for the reader alone, by this report.
        check = self.sudo()
        if check.is_checked and not check.is_complete:
            check._verify_seals(self.env.companies)
        return True

    def action_print(self):
        """Print what was found, with the head to note."""
        self.ensure_one()
        self._check_reader()
        return self.env.ref("order_to_delivery.action_report_seal_check").report_action(
            self
        )

    def _check_reader(self):
        """Refuse whoever neither answers for the whole nor keeps the addon."""
        self.check_access("read")
        if not self.env.user.has_group("order_to_delivery.group_manager"):
            self._check_department("deputy_general_manager", "supervisor")

    def _start(self):
        # As above: the results are protected against everybody else.
        check = self.sudo()
        check.finding_ids.unlink()
        check.write(
            {
                "companies": ", ".join(self.env.companies.mapped("name")),
                "is_checked": True,
                "is_complete": False,
                "last_id": 0,
                "seal_count": 0,
            }
        )
        return check

    def _verify_whole(self, companies):
        """Verify what no single seal tells: the blocks, and what has no seal."""
        self.env.flush_all()
        audit = self.env["order.seal.audit"]
        self._keep(audit._find_in_blocks(companies.ids))
        self._keep(audit._find_unsealed(companies.ids))
        self.write(self._prepare_facts(companies))

    def _verify_seals(self, companies):
        self.env.flush_all()
        audit, days = self.env["order.seal.audit"], self._get_days()
        verified, last = 0, self.last_id
        while verified < AT_ONCE:
            upto, number = audit._get_range(companies.ids, last, days)
            if not number:
                self._complete(companies)
                break
            self._keep(audit._find_in_seals(companies.ids, last, upto, days))
            verified, last = verified + number, upto
        self.write({"last_id": last, "seal_count": self.seal_count + verified})

    def _complete(self, companies):
        """Verify at last what the seals of a review would have told better."""
        told = set(self.finding_ids.mapped("chain"))
        gone = self.env["order.seal.audit"]._find_answers_gone(companies.ids)
        self._keep([f for f in gone if "%s,%s" % f["chain"] not in told])
        self.is_complete = True

    def _get_days(self):
        """Return the condition on seals of the days asked for, as the user has them."""
        conditions = [SQL("TRUE")]
        for day, at, sign in (
            (self.date_from, time.min, SQL(">=")),
            (self.date_to, time.max, SQL("<=")),
        ):
            if day:
                moment = self.env.tz.localize(datetime.combine(day, at))
                moment = moment.astimezone(UTC).replace(tzinfo=None)
                conditions.append(SQL("seal.sealed_date %s %s", sign, moment))
        return SQL(" AND ").join(conditions)

    def _keep(self, findings):
        self.env["order.seal.finding"]._keep(self, findings)

    def _prepare_facts(self, companies):
        """Return what is not in a block yet, and the hash that stands for the rest."""
        ((waiting, since, earlier),) = self.env.execute_query(
            SQL(
                """
                SELECT count(*) FILTER (WHERE block_id IS NULL),
                       min(sealed_date) FILTER (WHERE block_id IS NULL),
                       count(*) FILTER (WHERE origin = 'upgrade')
                  FROM order_seal WHERE company_id = ANY(%s)
                """,
                companies.ids,
            )
        )
        return {
            "waiting_count": waiting,
            "waiting_since": since,
            "upgrade_count": earlier,
            "heads": self._format_heads(companies),
            "head_state": self._judge_head(companies),
        }

    def _format_heads(self, companies):
        blocks = self.env["order.seal.block"]  # written down for the reader alone
        lines = []
        for company in companies:
            block = blocks.search(
                [("company_id", "=", company.id)], order="number desc", limit=1
            )
            if block:
                lines.append(
                    self.env._(
                        "%(company)s, block %(number)s: %(hash)s",
                        company=company.name,
                        number=block.number,
                        hash=block.hash,
                    )
                )
        return "\n".join(lines)

    def _judge_head(self, companies):
        head = "".join((self.noted_head or "").split()).lower()
        if not head:
            return False
        if len(head) < 12:
            return "short"
        known = self.env["order.seal.block"].search_count(
            [("company_id", "in", companies.ids), ("hash", "=like", f"{head}%")],
            limit=1,
        )
        return "known" if known else "unknown"
