"""The seats of a review: who is asked, and when."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class OrderReviewSeatMixin(models.AbstractModel):
    _name = "order.review.seat.mixin"
    _description = "Seat in an Order Review"

    # Taking the seats

    @api.model
    def _open_seats(self, review, due):
        """Give each department that the order concerns its seat in the review.

        :raise UserError: where nobody would be asked, naming who mends it
        """
        rules = self.env["order.seat.rule"]._get_fitting(review.revision_id)
        seniors = rules.filtered("is_senior").department_id
        review.is_important = bool(seniors)
        departments = self._get_departments(review) | rules.department_id
        if not departments:
            raise UserError(
                self.env._(
                    "%(order)s would be asked of nobody: the manager of Order to "
                    "Delivery gives a department a seat under Departments (%(seat)s).",
                    order=review.sale_order_id.name,
                    seat=self._get_seat_label(review),
                )
            )
        signoffs = self.browse()
        for department in departments.sorted(lambda d: (d.sequence, d.id)):
            values = self._prepare_signoff(review, department, signoffs.user_id, due)
            signoffs += self.create({**values, "is_senior": department in seniors})
        for signoff in signoffs:
            signoff.waits_for_ids = signoffs._get_waited_for(signoff)
        return signoffs

    def _get_waited_for(self, signoff):
        """Return whose answers come before: for a senior, all others' (H4.4).

        Nobody waits for a senior but other seniors, so that no two wait for each other.
        """
        juniors = self.filtered(lambda other: not other.is_senior)
        before = self.filtered(
            lambda other: other.department_id in signoff.department_id.waits_for_ids
        )
        return before | juniors if signoff.is_senior else before & juniors

    def _get_seat_label(self, review):
        seat = "standard" if review.kind == "standard" else "always"
        field = self.env["order.department"]._fields["seat"]
        return dict(field._description_selection(self.env))[seat]

    @api.model
    def _get_departments(self, review):
        """Return the departments whose seat the order concerns."""
        departments = self.env["order.department"].search(
            [("company_id", "=", review.company_id.id)]
        )
        if review.kind == "standard":
            return departments.filtered(lambda d: d.seat == "standard")
        goods = [
            line["goods"] for line in review.revision_id.snapshot["lines"].values()
        ]
        seats = {"always", *(line["supply_kind"] for line in goods)} & {
            "always",
            "make",
            "buy",
        }
        seated = departments.filtered(lambda d: d.seat in seats)
        if any(line["change_kind"] in ("new", "changed") for line in goods):
            # Technical is heard on every new or changed product (H1.4).
            seated |= self._get_departments_for_changes(review, departments)
        return seated.sorted(lambda d: (d.sequence, d.id))

    def _get_departments_for_changes(self, review, departments):
        technical = departments.filtered(lambda d: d.kind == "technical")
        if not technical:
            raise UserError(
                self.env._(
                    "%(order)s has new or changed products, which Technical has to "
                    "confirm: the manager of Order to Delivery sets up a technical "
                    "department first.",
                    order=review.sale_order_id.name,
                )
            )
        if not technical.filtered(lambda d: d.seat in ("always", "changed", "make")):
            technical = technical[:1]
        return technical | departments.filtered(lambda d: d.seat == "changed")

    def _prepare_signoff(self, review, department, taken_users, due):
        user, _principal = department._resolve_person(
            review.requested_by_id, taken_users
        )
        if not user:
            raise UserError(
                self.env._(
                    "Nobody could answer %(order)s for %(department)s: the manager of "
                    "Order to Delivery gives it a member who neither asked for this "
                    "nor sits on another seat.",
                    order=review.sale_order_id.name,
                    department=department.display_name,
                )
            )
        return {
            "review_id": review.id,
            "department_id": department.id,
            "sequence": department.sequence,
            "user_id": user.id,
            "state": "waiting",
            "due_date": due,
            "line_ids": [
                fields.Command.create(values)
                for values in self._prepare_signoff_lines(review, department)
            ],
        }

    def _prepare_signoff_lines(self, review, department):
        """Return the lines that the department answers one by one (H9.5)."""
        if department.kind != "production":
            return []
        snapshot = review.revision_id.snapshot
        return [
            {
                "line_key": key,
                "product_id": snapshot["lines"][key]["goods"]["product_id"],
                "product_uom_id": snapshot["lines"][key]["goods"]["product_uom_id"],
                "ordered_quantity": float(
                    snapshot["lines"][key]["goods"]["product_uom_qty"]
                ),
                "quantity": float(snapshot["lines"][key]["goods"]["product_uom_qty"]),
            }
            for key in snapshot["sequence"]
            if snapshot["lines"][key]["goods"]["supply_kind"] == "make"
        ]

    # Asking

    def _open_ready(self):
        """Open the seats whose predecessors have answered, and ask their people."""
        for signoff in self.filtered(lambda signoff: signoff.state == "waiting"):
            if all(
                other.state == "signed" and other.verdict != "refuse"
                for other in signoff.waits_for_ids
            ):
                signoff._set_state(
                    "open", ["waiting"], opened_date=fields.Datetime.now()
                )
                signoff._ask()

    def _ask(self):
        """Give the person who signs today an activity with the deadline."""
        self.ensure_one()
        signoff = self.sudo()  # people ask for others, whose seats they do not write
        others = signoff.review_id.signoff_ids - signoff
        user, _principal = signoff.department_id._resolve_person(
            signoff.review_id.requested_by_id, others.signed_by_id
        )
        if user and user != signoff.user_id:
            signoff.user_id = user
        signoff._archive_activities()
        signoff.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=signoff.due_date,
            summary=self.env._(
                "Answer %(order)s for %(department)s",
                order=signoff.sale_order_id.name,
                department=signoff.department_id.name,
            ),
            user_id=signoff.user_id.id,
        )

    # The round after

    def _carry_over(self):
        """Take over the answers of earlier rounds whose content is unchanged.

        An answer whose content changed is void, unless it still belongs to the
        revision in force: that one stays valid until the next one is.
        """
        earlier = self._get_earlier_answers()
        for signoff in self:
            for answer in earlier.get(signoff.department_id, self.browse()):
                if answer._still_holds(signoff):
                    signoff._carry(answer)
                    break
                if answer.revision_id.state != "in_force":
                    answer._void(signoff.revision_id)

    def _get_earlier_answers(self):
        """Return ``{department: answers}`` of earlier rounds, the last one first."""
        answers = self.search(
            [
                ("sale_order_id", "in", self.sale_order_id.ids),
                ("state", "=", "signed"),
                ("verdict", "in", ("agree", "conditions")),
                ("id", "not in", self.ids),
            ],
            order="review_id desc, id desc",
        )
        return answers.grouped("department_id")

    def _still_holds(self, signoff):
        """Tell whether this answer's content is the same in a later round."""
        return self.review_id.kind == signoff.review_id.kind and all(
            self.revision_id[f"{aspect}_hash"] == signoff.revision_id[f"{aspect}_hash"]
            for aspect in self.aspects.split(",")
        )

    def _carry(self, answer):
        line_values = {
            line.line_key: {
                "quantity": line.quantity,
                "start_date": line.start_date,
                "finished_date": line.finished_date,
                "note": line.note,
            }
            for line in answer.line_ids
        }
        for line in self.line_ids:
            line.write(line_values.get(line.line_key, {}))
        self._seal(
            verdict=answer.verdict,
            text=answer.text,
            technical_notes=answer.technical_notes,
            has_no_obstacle=answer.has_no_obstacle,
            answer_date=answer.answer_date,
            signed_by_id=answer.signed_by_id.id,
            on_behalf_of_id=answer.on_behalf_of_id.id,
            signed_date=answer.signed_date,
            carried_from_id=answer.id,
        )
