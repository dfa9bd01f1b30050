"""The steps of a history: each one is taken on Odoo and on the plain model alike."""

from odoo.exceptions import UserError

SHARES = (0.05, 0.3, 0.5, 1.0)


class StepsMixin:
    """Takes steps as the user of a department; each is a request of its own.

    A step that has nothing to act on is none. A number says on which of several
    things it acts, or how much it is.
    """

    def step_rest(self, number):
        """Do nothing."""

    def _act(self, is_allowed, act):
        """Take a step, which has to be refused where the model does not allow it.

        :return: whether it was done
        """
        refusal, self.has_acted = None, True
        try:
            with self.env.cr.savepoint():
                act()
                self.env.cr.flush()  # what is judged at the end of a request
        except UserError as error:
            refusal = str(error)
        self.env.invalidate_all()
        if is_allowed:
            self.assertIsNone(refusal)
        else:
            self.assertIsNotNone(refusal, "Nothing refused it.")
        return is_allowed

    def _choose(self, things, number):
        """Return one of some things by a number, or nothing."""
        return things[number % len(things)] if things else None

    def _get_share(self, number):
        """Return a share of the order's total."""
        return round(self.model.total * SHARES[number % len(SHARES)], 2)
