from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestAmountInCapitals(TransactionCase):
    def test_amounts_are_written_as_bills_ask(self):
        currency = self.env.ref("base.CNY")
        for amount, text in (
            (0, "零元整"),
            (0.05, "伍分"),
            (0.5, "伍角整"),
            (10, "壹拾元整"),
            (10.05, "壹拾元零伍分"),
            (107000.53, "壹拾万柒仟元伍角叁分"),
            (1680.32, "壹仟陆佰捌拾元叁角贰分"),
            (16409.02, "壹万陆仟肆佰零玖元零贰分"),
            (6007.14, "陆仟零柒元壹角肆分"),
            (100000001, "壹亿零壹元整"),
            (10500000, "壹仟零伍拾万元整"),
            (1000000, "壹佰万元整"),
            (-300, "负叁佰元整"),
            (99999.999, "壹拾万元整"),
        ):
            with self.subTest(amount=amount):
                self.assertEqual(currency._amount_to_capitals(amount), text)

    def test_another_currency_is_named(self):
        dollar = self.env.ref("base.USD")
        self.assertEqual(dollar._amount_to_capitals(2500), "贰仟伍佰美元整")
