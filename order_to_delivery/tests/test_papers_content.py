from odoo.tests import tagged

from .papers_common import LANGUAGES, PAPERS, PapersCase, get_foot, squeeze

TITLES = {
    "order_confirmation": ("订单确认书", "Order Confirmation"),
    "production_instruction": ("生产指令单", "Production Instruction"),
    "balance_notice": ("余款催收通知书", "Balance Notice"),
    "shipping_request": ("商品销售发货（申请）通知单", "Sales Shipping Request"),
    "commercial_invoice": ("商业发票", "Commercial Invoice"),
    "packing_list": ("装箱单", "Packing List"),
    "dispatch_note": ("销售发货单", "Dispatch Note"),
    "shipping_advice": ("发货告知书", "Shipping Advice"),
    "delivery_receipt": ("到货回单", "Delivery Receipt"),
}
AGREED = ("HCW / SHANGHAI / C-NO. 1-UP", "Wooden case")


class PapersTests(PapersCase):
    """What the handbooks name for each paper stands on it, in both languages."""

    allow_inherited_tests_method = True

    def test_each_paper_has_its_title_and_names_company_order_and_customer(self):
        for paper in PAPERS:
            chinese, english = TITLES[paper]
            self._expect(
                paper,
                lambda lang, texts=(chinese, english): texts[lang == "en_US"],
                self.company.name,
                self.order.name,
                self.partner.name,
            )

    def test_each_line_stands_on_each_paper_with_its_quantity(self):
        for paper in PAPERS:
            for number, product in enumerate(self.goods, 1):
                self._expect(
                    paper,
                    product.default_code,
                    lambda lang, product=product: product.with_context(lang=lang).name,
                    f"{1000 + number:,}",
                )

    def test_confirmation_says_what_the_customer_signs(self):
        """H5.2: model, quantity, price, payment and address, with all the rest."""
        confirmation = self.order.order_confirmation_ids
        line = self.order.order_line[-1]
        self._expect(
            "order_confirmation",
            confirmation.name,
            "PO-1",
            f"{line.price_unit:,.2f}",
            f"{line.price_subtotal:,.2f}",
            self._money(self.order.amount_total),
            lambda lang: {"zh_CN": "投产前定金: 30%", "en_US": "production: 30%"}[lang],
            lambda lang: {"zh_CN": "放行前: 70%", "en_US": "release: 70%"}[lang],
            *AGREED,
            "Photographs before loading",
            "380 V, IP54",
            "+3% / −2%",
            "1 Harbour Road",
            self._date(self.order.finished_date),
            self._date(self.order.commitment_date),
            confirmation.content_hash,
            "Customer Service",
            self._time(confirmation.sent_date),
            "Mr Chen",
            self._time(confirmation.signed_date),
            self.users["clerk"].name,
            self._time(confirmation.accepted_date),
        )

    def test_instruction_says_what_production_signs(self):
        instruction = self.order.order_production_instruction_ids
        self._expect(
            "production_instruction",
            instruction.name,
            *AGREED,
            "Photographs before loading",
            "380 V, IP54",
            "+3% / −2%",
            self._date(instruction.production_start_date),
            self._date(instruction.finished_date),
            instruction.line_ids[:1].department_id.name,
            instruction.issued_by_id.name,
            self._time(instruction.issued_date),
            instruction.accepted_by_id.name,
            self._time(instruction.accepted_date),
            lambda lang: {"zh_CN": "技术部签收", "en_US": "Received by Technical"}[
                lang
            ],
        )

    def test_balance_notice_says_what_is_finished_and_due(self):
        deposit = self.order.amount_total - self.balance
        self.assertEqual(round(deposit, 2), round(self.order.amount_total * 0.3, 2))
        self._expect(
            "balance_notice",
            self._money(self.order.amount_total),
            self._money(deposit),
            self._money(self.balance),
            "Harbour Bank",
            "6222 0000 1111 2222",
            self._date(self.order.completion_date),
            self.users["sales"].name,
        )

    def test_shipping_request_says_what_the_shipper_reads_back(self):
        request = self.order.order_shipping_request_ids
        self._expect(
            "shipping_request",
            request.name,
            *AGREED,
            "Ms Zhou",
            "+86 21 5555 0177",
            "1 Harbour Road",
            "Harbour Freight",
            lambda lang: {"zh_CN": "陆运", "en_US": "Land"}[lang],
            "Unload at gate 4",
            self._date(request.delivery_date),
            request.requested_by_id.name,
            request.verified_by_id.name,
            self._time(request.verified_date),
            request.released_by_id.name,
            self._time(request.released_date),
        )

    def test_export_set_says_what_customs_and_the_bank_read(self):
        """H3.5: invoice and packing list, with prices, packages and weights in kg."""
        line = self.order.order_line[-1]
        both = ("PO-1", "1 Harbour Road", "Shanghai - Rotterdam", "Harbour Freight")
        self._expect(
            "commercial_invoice",
            "CI-2026-7",
            *both,
            AGREED[0],
            f"{line.price_unit:,.2f}",
            self._money(line.price_subtotal),
            self._money(self.order.amount_untaxed),
        )
        weights = (1200.5 * self.size, 1350.25 * self.size, 3.5 * self.size)
        self._expect(
            "packing_list",
            "PL-2026-7",
            *both,
            *AGREED,
            "Crate",
            "1,350.250",
            *(f"{weight:,.3f}" for weight in weights),
            str(2 * self.size),
        )

    def test_dispatch_note_says_what_left_and_on_which_request(self):
        delivery = self.order.picking_ids
        self._expect(
            "dispatch_note",
            delivery.name,
            self.order.order_shipping_request_ids.name,
            "1 Harbour Road",
            "Harbour Freight",
            "HF-20261124-9",
            self._time(delivery.date_done),
            self.users["warehouse"].name,
        )

    def test_advice_says_when_and_how_the_goods_arrive(self):
        request = self.order.order_shipping_request_ids
        self._expect(
            "shipping_advice",
            request.name,
            "Harbour Freight",
            "HF-20261124-9",
            "Ms Zhou",
            "1 Harbour Road",
            self._date(request.expected_arrival_date),
            self._date(self.order.commitment_date),
        )

    def test_receipt_says_who_signed_for_what(self):
        receipt = self.order.order_shipping_request_ids.delivery_receipt_ids
        self._expect(
            "delivery_receipt",
            receipt.name,
            "Ms Zhou",
            self._time(receipt.signed_date),
            "One case scratched",
        )

    def test_money_stands_in_capitals_on_chinese_papers_only(self):
        currency = self.order.currency_id
        for paper, amount in (
            ("order_confirmation", self.order.amount_total),
            ("balance_notice", self.balance),
        ):
            capitals = squeeze("大写金额：" + currency._amount_to_capitals(amount))
            self.assertIn(capitals, "".join(self.pages[paper, "zh_CN"]))
            self.assertNotIn("元", "".join(self.pages[paper, "en_US"]))

    def test_english_papers_hold_no_chinese_and_chinese_ones_no_english_labels(self):
        for paper in PAPERS:
            self.assertNotRegex("".join(self.pages[paper, "en_US"]), r"[一-鿿]")
            self.assertNotRegex(
                "".join(self.pages[paper, "zh_CN"]),
                "ProductCode|Quantity|Customer'sReference|Deliverto|Signedby|Total",
            )


@tagged("post_install", "-at_install")
class TestPapersOfOneLine(PapersTests):
    size = 1
    as_pdf = False  # the same templates as with three lines, without pages


@tagged("post_install", "-at_install")
class TestPapersOfThreeLines(PapersTests):
    size = 3

    def test_each_page_is_numbered(self):
        for (paper, lang), pages in self.pages.items():
            with self.subTest(paper, lang=lang):
                self.assertEqual(len(pages), 1)
                self.assertTrue(pages[0].endswith(get_foot(lang, 1, 1)), pages[0][-40:])


@tagged("post_install", "-at_install")
class TestPapersOfFortyLines(PapersTests):
    size = 40

    def test_each_page_is_numbered_and_heads_its_lines(self):
        for (paper, lang), pages in self.pages.items():
            head = squeeze({"zh_CN": "产品编号", "en_US": "Product Code"}[lang])
            with self.subTest(paper, lang=lang):
                self.assertGreaterEqual(len(pages), 2)
                for number, page in enumerate(pages, 1):
                    foot = get_foot(lang, number, len(pages))
                    self.assertTrue(page.endswith(foot), page[-40:])
                    self.assertIn("CAB-", page)
                    self.assertIn(head, page)

    def test_number_of_the_paper_stands_on_every_page(self):
        confirmation = self.order.order_confirmation_ids
        for lang in LANGUAGES:
            for page in self.pages["order_confirmation", lang]:
                self.assertIn(confirmation.name, page)
