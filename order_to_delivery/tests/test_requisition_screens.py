from lxml import html

from odoo import Command
from odoo.tests import Form, tagged

from .buying_common import BuyingCase
from .common import KINDS
from .papers_common import PagesMixin, squeeze
from .test_menus_open_for_each_role import ClientMixin

READERS = (
    "production",
    "material_control",
    "purchasing",
    "warehouse",
    "deputy_general_manager",
)


@tagged("post_install", "-at_install")
class TestRequisitionScreens(PagesMixin, ClientMixin, BuyingCase):
    """Who is asked for a requisition finds it, and prints it (H1.6, H1.15)."""

    def _get_desk(self, kind, request):
        self.env.flush_all()
        self.env["order.desk.entry"].invalidate_model()
        return self.as_(kind, self.env["order.desk.entry"]).search(
            [
                ("res_model", "=", "purchase.request"),
                ("res_id", "=", request.id),
                ("is_mine", "=", True),
            ]
        )

    def _get_asked(self, request):
        """Return who has the requisition on the desk, and what is asked."""
        return {
            kind: entry.asked
            for kind in KINDS
            if (entry := self._get_desk(kind, request))
        }

    def test_it_lies_on_the_desk_of_who_is_to_act(self):
        order, request = self._required()
        self.assertEqual(self._get_asked(request), {"material_control": "report_needs"})
        entry = self._get_desk("material_control", request)
        self.assertEqual(entry.sale_order_id, order)
        self.assertEqual(entry.user_id, request.requested_by)
        self._report(request)
        self.assertEqual(
            self._get_asked(request),
            {"deputy_general_manager": "approve_requisition"},
        )
        self.as_("deputy_general_manager", request).button_approved()
        self.assertEqual(self._get_asked(request), {"purchasing": "order_material"})
        purchase = self._order(request)
        self.assertEqual(self._get_asked(request), {"purchasing": "order_material"})
        self._confirm_purchase(purchase)
        self.assertEqual(self._get_asked(request), {})

    def test_the_desk_opens_it_for_who_is_asked(self):
        _order, request = self._required()
        for kind, act in (
            ("material_control", self._report),
            ("deputy_general_manager", self._approve_reported),
            ("purchasing", None),
        ):
            action = self._get_desk(kind, request).action_open()
            record = self.env(user=self.users[kind])["purchase.request"].browse(
                action["res_id"]
            )
            with self.subTest(kind=kind):
                self.assertEqual(self._open_form(record)["name"], request.name)
            if act:
                act(request)

    def _approve_reported(self, request):
        self.as_("deputy_general_manager", request).button_approved()

    def test_it_opens_from_the_order_for_all_who_work_with_it(self):
        order, request = self._required()
        self._bought(request)
        for kind in READERS:
            env = self.env(user=self.users[kind])
            action = env["sale.order"].browse(order.id).action_view_order_requisitions()
            self.assertEqual(action["res_id"], request.id)
            record = env["purchase.request"].browse(action["res_id"])
            with self.subTest(kind=kind):
                self.assertTrue(self._open_form(record))
                self.assertTrue(self._open_form(env["sale.order"].browse(order.id)))

    def test_material_control_asks_by_hand_and_sees_the_vendors_price(self):
        form = Form(self.as_("material_control", self.env["purchase.request"]))
        with form.line_ids.new() as line:
            line.product_id = self.motor
            line.product_qty = 4
            self.assertEqual(line.estimated_cost, 200)
        request = form.save()
        self._approve(request.with_env(self.env))
        self.assertEqual(request.state, "approved")

    def test_the_purchase_order_shows_what_it_waits_for(self):
        _order, request = self._required()
        self._approve(request)
        purchase = self._order(request)
        purchase.order_line.product_qty = 40
        record = self.env(user=self.users["purchasing"])["purchase.order"].browse(
            purchase.id
        )
        self.assertIn(
            "10 Units more than", self._open_form(record)["requisition_reasons"]
        )

    # The paper

    def _print(self, request, lang):
        printer = self.as_("material_control", self.env["ir.actions.report"])
        content, _kind = printer.with_context(lang=lang)._render_qweb_html(
            "order_to_delivery.action_report_purchase_requisition", request.ids
        )
        return html.fromstring(content).xpath("//main")[0]

    def _ask_for_parts(self, number):
        parts = [self._make_part(f"Part {turn:02d}", 5) for turn in range(number)]
        for part in parts:
            part.with_context(lang="zh_CN").name = f"零件{part.name[-2:]}"
        request = self._ask([(part, 7 + turn, 35) for turn, part in enumerate(parts)])
        self._approve(request)
        return request, parts

    def test_the_paper_says_what_is_asked_and_who_signed_in_both_languages(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env.ref("base.module_order_to_delivery")._update_translations(["zh_CN"])
        for number in (1, 3, 40):
            request, parts = self._ask_for_parts(number)
            for lang, title in (
                ("zh_CN", "采购申请单"),
                ("en_US", "Purchase Requisition"),
            ):
                page = self._print(request, lang)
                text = squeeze(page.text_content())
                with self.subTest(number=number, lang=lang):
                    self.assertIn(squeeze(title), text)
                    for name in (
                        request.name,
                        request.requested_by.name,
                        request.approved_by_id.name,
                        self.company.name,
                    ):
                        self.assertIn(squeeze(name), text)
                    for part in parts:
                        name = part.with_context(lang=lang).name
                        self.assertIn(squeeze(name), text)
                        self.assertIn(squeeze(part.default_code), text)
            if number == 40:
                signed = ("采购部签收", "Received by Purchasing")
                last = parts[-1].default_code
                self._assert_long(
                    "purchasing", "purchase_requisition", request, last, signed
                )

    def test_the_paper_of_an_order_names_it_and_its_dates(self):
        order, request = self._required()
        text = squeeze(self._print(request, "en_US").text_content())
        self.assertIn(squeeze(order.name), text)
        self.assertIn(squeeze("1,500.00"), text)

    def test_policies_are_set_by_the_manager(self):
        self.users["sales"].group_ids = [
            Command.link(self.env.ref("order_to_delivery.group_manager").id)
        ]
        form = Form(self.as_("sales", self.env["order.settings"]))
        form.order_requisition_policy = "all"
        form.order_requisition_department = "warehouse"
        form.save()
        self.assertEqual(self.company.order_requisition_policy, "all")
        self.assertEqual(self.company.order_requisition_department, "warehouse")
