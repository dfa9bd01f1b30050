"""Amounts in Chinese capitals (大写金额), as papers about money state them."""

from decimal import ROUND_HALF_UP, Decimal

from odoo import models

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
UNITS = {
    "CNY": "元",
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "JPY": "日元",
    "HKD": "港元",
}


class ResCurrency(models.Model):
    _inherit = "res.currency"

    def _amount_to_capitals(self, amount):
        """Write an amount of this currency in Chinese capitals.

        Jiao and fen are the tenths and hundredths; an amount without them ends
        in 整, as the People's Bank's rules for bills ask.

        :param amount: amount in this currency; below 10^16
        """
        self.ensure_one()
        cents = int(
            (Decimal(str(abs(amount))) * 100).quantize(Decimal(1), ROUND_HALF_UP)
        )
        yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
        unit = UNITS.get(self.name, self.name)
        text = _integer_to_capitals(yuan) + unit if yuan else ""
        if jiao:
            text += DIGITS[jiao] + "角"
        elif fen and yuan:
            text += "零"
        if fen:
            text += DIGITS[fen] + "分"
        if not text:
            text = "零" + unit
        return ("负" if amount < 0 and cents else "") + text + ("" if fen else "整")


def _integer_to_capitals(number):
    """Write a positive whole number in Chinese capitals."""
    text, needs_zero = "", False
    groups = []
    while number:
        number, group = divmod(number, 10000)
        groups.append(group)
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if not group:
            needs_zero = bool(text)
            continue
        if text and (needs_zero or group < 1000):
            text += "零"
        text += _group_to_capitals(group) + GROUPS[index]
        needs_zero = False
    return text


def _group_to_capitals(group):
    """Write a number from 1 to 9999, zeros inside it once."""
    text, zero = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + DIGITS[digit] + PLACES[place]
            zero = False
        else:
            zero = True
    return text
