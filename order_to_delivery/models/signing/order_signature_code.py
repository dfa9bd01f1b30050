"""One-time codes by which a signatory without a login shows that it is he (H9.6)."""

import hmac
import secrets
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models, tools
from odoo.tools import SQL

DIGITS = 6
TRIES = 5
VALID = timedelta(minutes=15)
# Each confirmation has its own count.
SENT_AN_HOUR = 5
BETWEEN = timedelta(minutes=1)
TEMPLATE = "order_to_delivery.mail_template_signature_code"


class OrderSignatureCode(models.Model):
    """A code that was mailed, and what became of it: kept as evidence.

    It goes to the address that stood on the confirmation when that was sent, and holds
    for this content, in the browser in which it was entered. The code itself is kept
    nowhere but in the mail, which is deleted as it is sent.
    """

    _name = "order.signature.code"
    _description = "One-Time Code of a Signatory"
    _order = "id desc"
    _rec_name = "address"

    confirmation_id = fields.Many2one(
        "order.confirmation", required=True, index=True, ondelete="restrict"
    )
    content_hash = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner", required=True, ondelete="restrict")
    address = fields.Char(required=True, help="As frozen on the confirmation.")
    salt = fields.Char(required=True)
    digest = fields.Char(required=True)
    sent_date = fields.Datetime(required=True)
    valid_to = fields.Datetime(required=True)
    # Never empty: an empty one is not below the limit.
    tries = fields.Integer(
        required=True, default=0, help="How often a code was entered, right or wrong."
    )
    proven_date = fields.Datetime(help="When the right code was entered.")
    used_date = fields.Datetime(help="When it was signed or declined with it.")
    is_void = fields.Boolean(help="A later code, or a later sending, took its place.")
    asked_from = fields.Char(string="Asked from IP")
    proven_from = fields.Char(string="Entered from IP")

    # Sending

    @api.model
    def _send(self, confirmation, ip_address=False):
        """Mail a code to the signatory, at most once a minute and five times an hour.

        What is left out is left out in silence: whoever asks learns nothing by it.

        :param ip_address: from where it was asked for
        :return: the code's record, empty where none was sent
        """
        now = fields.Datetime.now()
        if not (
            confirmation.signatory_email
            and confirmation._asks_signer()
            and self._may_send(confirmation, now)
        ):
            return self.browse()
        # Two that ask at once clash on this row: the later one is tried again.
        confirmation.code_sent_date = now
        confirmation.flush_recordset(["code_sent_date"])
        self._void(confirmation)
        secret = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        code = self.create(self._prepare_code(confirmation, now, ip_address, secret))
        code._mail(secret)
        return code

    @api.model
    def _may_send(self, confirmation, now):
        sent = self.search(
            [
                ("confirmation_id", "=", confirmation.id),
                ("sent_date", ">", now - timedelta(hours=1)),
            ]
        )
        return len(sent) < SENT_AN_HOUR and all(
            code.sent_date <= now - BETWEEN for code in sent
        )

    @api.model
    def _prepare_code(self, confirmation, now, ip_address, secret):
        values = {
            "confirmation_id": confirmation.id,
            "content_hash": confirmation.content_hash,
            "address": confirmation.signatory_email,
            "salt": secrets.token_hex(16),
        }
        return {
            **values,
            "partner_id": (confirmation.signatory_id or confirmation.partner_id).id,
            "digest": self._digest(secret, **values),
            "sent_date": now,
            "valid_to": now + VALID,
            "asked_from": ip_address,
        }

    def _mail(self, secret):
        """Mail the code; it stands in no thread, which others read.

        Whoever makes a message may read it: so this one is nobody's who asked for it.
        """
        robot = self.env.ref("base.partner_root")
        env = self.with_user(SUPERUSER_ID).env
        template = env.ref(TEMPLATE).with_context(signature_code=secret)
        # To nobody else, whatever the template says.
        values = {
            "author_id": robot.id,
            "email_to": self.address,
            "email_cc": False,
            "recipient_ids": [],
        }
        mail_id = template.send_mail(self.id, email_values=values)
        env["mail.mail"].browse(mail_id).send_after_commit()
        # A visitor speaks another language than those who read the thread.
        confirmation = self.confirmation_id
        lang = confirmation.sale_order_id.user_id.lang or self.env.lang
        confirmation._message_log(
            author_id=robot.id,
            body=confirmation.with_context(lang=lang).env._(
                "A code to sign with was mailed to %(address)s.", address=self.address
            ),
        )

    # Entering

    @api.model
    def _take_guess(self, confirmation, guess, ip_address=False):
        """Return the code that somebody entered right, or nothing.

        Each guess is counted before it is compared. The caller must not raise
        afterwards: that would undo the count.
        """
        code = self._get_awaited(confirmation)
        if not code or not code._count_try():
            return self.browse()
        entered = self._digest(self._clean(guess), **code._get_digested())
        if not hmac.compare_digest(entered, code.digest):
            return self.browse()
        now = fields.Datetime.now()
        # From here on there is time to read and to sign.
        code.write(
            {
                "proven_date": now,
                "proven_from": ip_address,
                "valid_to": now + VALID,
            }
        )
        return code

    @api.model
    def _get_awaited(self, confirmation):
        """Return the code that may be entered now, if any."""
        last = self.search([("confirmation_id", "=", confirmation.id)], limit=1)
        return last.filtered(
            lambda code: code._is_of(confirmation) and not code.proven_date
        )

    def _count_try(self):
        """Count a guess, and tell whether it was one too many.

        Two guesses at once are counted one after the other: the row is locked, and
        the later request is tried again on what the first one wrote.
        """
        self.flush_recordset(["tries"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE order_signature_code SET tries = tries + 1
                 WHERE id = %s AND tries < %s
             RETURNING id
                """,
                self.id,
                TRIES,
            ),
            log_exceptions=False,  # somebody may guess at the same time, see above
        )
        is_counted = bool(self.env.cr.fetchall())
        self.invalidate_recordset(["tries"], flush=False)
        return is_counted

    @api.model
    def _clean(self, guess):
        """Return the digits of what was typed, also in the wide letters of Chinese."""
        return "".join(str(int(sign)) for sign in str(guess)[:32] if sign.isdecimal())

    def _get_digested(self):
        self.ensure_one()
        return {
            "confirmation_id": self.confirmation_id.id,
            "content_hash": self.content_hash,
            "address": self.address,
            "salt": self.salt,
        }

    @api.model
    def _digest(self, secret, confirmation_id, content_hash, address, salt):
        # The key is the database's own, which nobody reads.
        return tools.hmac(
            self.env(su=True),
            "order_to_delivery-signature-code",
            (confirmation_id, content_hash, address, salt, secret),
        )

    # What a code that was entered is good for

    @api.model
    def _get_proven(self, confirmation, code_id):
        """Return the code that a browser has entered, while it holds, or nothing."""
        if not code_id:
            return self.browse()
        return self.search(
            [
                ("id", "=", code_id),
                ("confirmation_id", "=", confirmation.id),
                ("proven_date", "!=", False),
            ]
        ).filtered(lambda code: code._is_of(confirmation))

    def _is_of(self, confirmation):
        """Tell whether the code holds now, for what the confirmation says now."""
        return (
            not self.is_void
            and not self.used_date
            and self.valid_to > fields.Datetime.now()
            and self.content_hash == confirmation.content_hash
            and self.address == confirmation.signatory_email
            # He may have left the customer since.
            and confirmation._asks_signer()
        )

    def _use(self):
        """Note that it was signed or declined with the code, which ends it."""
        self.used_date = fields.Datetime.now()

    @api.model
    def _void(self, confirmations):
        """End the codes that were sent before."""
        self.search(
            [("confirmation_id", "in", confirmations.ids), ("is_void", "=", False)]
        ).is_void = True
