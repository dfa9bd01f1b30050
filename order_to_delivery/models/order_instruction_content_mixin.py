"""What a production instruction says, whom it tells, and what it started."""

from odoo import Command, api, models
from odoo.tools import SQL

RUNNING = ("draft", "confirmed", "progress", "to_close")


class OrderInstructionContentMixin(models.AbstractModel):
    _name = "order.instruction.content.mixin"
    _description = "Content and Readers of a Production Instruction"

    # What it says

    @api.model
    def _create_draft(self, order, replaces=None, paper=None):
        """Draft the instruction of the revision in force of an order.

        :param replaces: the instruction that it takes the place of
        :param paper: the signed confirmation that stands in for it
        """
        # Instructions are created by this method only; the callers check who may.
        order = order.sudo()
        sequence = self.env["ir.sequence"].with_company(order.company_id)
        quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        return quiet.sudo().create(  # as above
            {
                "name": sequence.sudo().next_by_code("order.production.instruction")
                or "/",
                "sale_order_id": order.id,
                "revision_id": order.current_revision_id.id,
                "replaces_id": replaces.id if replaces else False,
                "confirmation_id": paper.id if paper else False,
                "packing": order.packing,
                "marks": order.marks,
                "special_rules": order.special_rules,
                "line_ids": [
                    Command.create(values)
                    for values in self._prepare_lines(order, replaces, paper)
                ],
            }
        )

    @api.model
    def _prepare_lines(self, order, replaces=None, paper=None):
        lines = order.order_line._filter_made_for_order()
        workshops = self._get_workshops_of_lines(lines)
        before = {}
        if replaces:
            before = {row.line_key: row.quantity for row in replaces.line_ids}
        own_dates = order._get_dates_of_production() if paper else {}
        return [
            {
                "line_key": line.line_key or str(line.id),
                "sale_line_id": line.id,
                "product_id": line.product_id.id,
                "product_uom_id": line.product_uom_id.id,
                "quantity": line.product_uom_qty,
                "previous_quantity": before.get(line.line_key or str(line.id), 0.0),
                "tolerance_over": line.tolerance_over,
                "tolerance_under": line.tolerance_under,
                "start_date": order.production_start_date,
                "finished_date": line.finished_date or order.finished_date,
                "department_id": workshops[line].id,
                "specification": line._get_made_specification(),
                "packing": line.packing,
                **own_dates.get(line.line_key, {}),
            }
            for line in lines
        ]

    def _refresh_lines(self):
        """Say again what the order says by now, keeping the workshops chosen."""
        # Lines are written by this method only; the callers check who may.
        instruction = self.sudo()
        chosen = {row.line_key: row.department_id.id for row in instruction.line_ids}
        commands = [Command.clear()]
        for values in self._prepare_lines(
            instruction.sale_order_id,
            instruction.replaces_id,
            instruction.confirmation_id,
        ):
            workshop = chosen.get(values["line_key"]) or values["department_id"]
            commands.append(Command.create({**values, "department_id": workshop}))
        instruction.line_ids = commands

    @api.model
    def _get_workshops_of_lines(self, lines):
        """Return for each line the workshop that has the work centers of its BoM."""
        company = lines.company_id
        departments = self._get_production_departments(company)
        # The clerk who drafts it need not see bills of materials.
        boms = (
            self.env["mrp.bom"]
            .sudo()
            ._bom_find(lines.product_id, company_id=company.id)
        )
        workshops = {}
        for line in lines:
            workcenters = boms[line.product_id].operation_ids.workcenter_id
            fitting = [d for d in departments if d.workcenter_ids & workcenters]
            workshops[line] = fitting[0] if fitting else departments[:1]
        return workshops

    @api.model
    def _get_production_departments(self, company):
        # Everybody may know which workshops there are.
        return (
            self.env["order.department"]
            .sudo()
            .search([("kind", "=", "production"), ("company_id", "=", company.id)])
        )

    def _get_workshops(self):
        """Return the workshops that may accept, else all of the company."""
        named = self.line_ids.department_id
        return named or self._get_production_departments(self.company_id)

    def _filter_unchanged_by(self, revision):
        """Return the instructions of whose content a revision changes nothing."""
        return self.filtered(
            lambda instruction: all(
                revision[aspect] and revision[aspect] == instruction.revision_id[aspect]
                for aspect in ("goods_hash", "dates_hash", "destination_hash")
            )
        )

    def _carry_over(self, revision):
        """Go on under a revision that changes nothing for Production."""
        for instruction in self:
            instruction.revision_id = revision
            self.env["order.seal"]._seal(instruction, ("revision_id",))
            instruction.message_post(
                body=self.env._(
                    "Revision %s changes nothing that Production signed for: the "
                    "instruction goes on.",
                    revision.number,
                )
            )

    # What it started

    def _find_productions(self):
        """Return the manufacturing orders that accepting the instruction started.

        The order's own ones come by its lines, those of sub-assemblies by its
        references; what a reordering rule made is not the order's.
        """
        order = self.sale_order_id
        productions = order.stock_reference_ids.production_ids.filtered(
            lambda mo: (
                mo.state != "cancel" and (mo.sale_line_id or not mo.orderpoint_id)
            )
        )
        earlier = order.order_production_instruction_ids - self
        return productions - earlier.production_ids

    def _keep_productions(self):
        """Keep which manufacturing orders accepting these instructions started.

        One statement, since nothing was started before that would have to be read.
        """
        started = [
            (instruction.id, production_id)
            for instruction in self
            for production_id in instruction._find_productions().ids
        ]
        field = self._fields["production_ids"]
        if started:
            instruction_ids, production_ids = map(list, zip(*started, strict=True))
            self.env.cr.execute(
                SQL(
                    """INSERT INTO %(table)s (%(instruction)s, %(production)s)
                       SELECT * FROM unnest(%(instructions)s, %(productions)s)
                       ON CONFLICT DO NOTHING""",
                    table=SQL.identifier(field.relation),
                    instruction=SQL.identifier(field.column1),
                    production=SQL.identifier(field.column2),
                    instructions=instruction_ids,
                    productions=production_ids,
                )
            )
            self.invalidate_recordset(
                ["production_ids", "production_count"], flush=False
            )

    def _get_running_productions(self):
        order = self.sale_order_id
        productions = (
            self.production_ids
            | order.stock_reference_ids.production_ids
            | order.order_production_instruction_ids.production_ids
        )
        return productions.filtered(lambda mo: mo.state in RUNNING)

    def _get_action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_view_productions(self):
        """Open the manufacturing orders that the instruction started."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("mrp.mrp_production_action")
        # The ids are no secret; the list itself asks for the right to read.
        productions = self.sudo().production_ids
        action["domain"] = [("id", "in", productions.ids)]
        action["context"] = {}
        if len(productions) == 1:
            action.update(views=[(False, "form")], res_id=productions.id)
        return action

    # Whom it tells

    def _notify_issued(self):
        """Tell the head of production today, and give Technical its copy."""
        # Who reads it follows from the departments, not from the clerk's rights.
        instruction = self.sudo()
        person = instruction._get_foreman()
        readers = instruction._get_technical_readers()
        instruction.message_subscribe(readers.partner_id.ids)
        instruction.message_post(
            body=self.env._(
                "Production instruction %(name)s of %(order)s is issued: Production "
                "accepts it; Technical has this copy.",
                name=self.name,
                order=self.sale_order_id.name,
            ),
            partner_ids=(readers | person).partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )
        instruction._schedule(
            person, self.env._("Accept the production instruction"), date=False
        )

    def _get_foreman(self):
        """Return who is to accept the instruction, or nobody."""
        for department in self._get_workshops():
            person, _principal = department._resolve_person(self.issued_by_id)
            if person:
                return person
        return self.env["res.users"]

    def _get_technical_readers(self):
        readers = self.env["res.users"]
        departments = self.env["order.department"].search(
            [("kind", "=", "technical"), ("company_id", "=", self.company_id.id)]
        )
        for department in departments:
            readers |= department._resolve_person()[0]
        return readers

    def _notify_replacing(self):
        """Ask the clerk to issue what replaces an instruction, and warn Production."""
        clerk = self.replaces_id.issued_by_id
        self._schedule(clerk, self.env._("Issue the changed production instruction"))
        foreman = self.replaces_id.accepted_by_id
        if foreman:
            self.replaces_id._schedule(
                foreman,
                self.env._("The order changed: wait for %s", self.name),
            )

    def _notify_stopped(self):
        """Ask who accepted what becomes of the manufacturing orders under way."""
        for instruction in self:
            running = instruction._get_running_productions()
            if running:
                instruction._schedule(
                    instruction.accepted_by_id or instruction.issued_by_id,
                    self.env._("The order needs no production any more: decide"),
                    note=", ".join(running.mapped("name")),
                )

    def _schedule(self, user, summary, note="", date=False):
        if not user:
            return
        for instruction in self:
            # The message tells by e-mail already; this is what waits for the user.
            instruction.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=date or instruction.company_id._get_local_day(),
                summary=summary,
                note=note,
                user_id=user.id,
            )
