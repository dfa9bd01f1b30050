"""Who committed what, in which order, and whether the money was there.

Triggers of the database write it down, so that it holds for whatever process commits.
They are deferred: each takes a lock at the very end of its transaction and keeps it
until the commit is over. So the numbers of the events are the order of the commits,
and nothing about the race itself changes.
"""

from collections import defaultdict

from odoo.tools import SQL

TRIGGERS = """
CREATE TABLE race_event (
    id bigserial PRIMARY KEY,
    xid xid8 DEFAULT pg_current_xact_id(),
    kind varchar,
    order_id int,
    payment_id int,
    res_id int,
    quantity numeric
);

CREATE FUNCTION race_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(20190);
    IF TG_TABLE_NAME = 'order_shipping_request' THEN
        INSERT INTO race_event (kind, order_id, res_id, quantity)
             SELECT NEW.state, NEW.sale_order_id, NEW.id,
                    sum(CASE NEW.state WHEN 'withdrawn' THEN kept_quantity
                                       ELSE quantity END)
               FROM order_shipping_request_line
              WHERE request_id = NEW.id;
    ELSIF TG_TABLE_NAME = 'stock_move' AND TG_OP = 'INSERT' THEN
        INSERT INTO race_event (kind, order_id, res_id)
             SELECT 'launched', order_id, NEW.id
               FROM sale_order_line
              WHERE id = NEW.sale_line_id;
    ELSIF TG_TABLE_NAME = 'stock_move' THEN
        INSERT INTO race_event (kind, order_id, res_id, quantity)
             SELECT 'shipped', line.order_id, move.id, move.quantity
               FROM stock_move move
               JOIN sale_order_line line ON line.id = move.sale_line_id
              WHERE move.id = NEW.id;
    ELSIF TG_TABLE_NAME = 'order_offset' THEN
        INSERT INTO race_event (kind, order_id) VALUES ('money', NEW.sale_order_id);
    ELSIF TG_TABLE_NAME = 'order_recovery_case' THEN
        INSERT INTO race_event (kind, order_id) VALUES ('held', NEW.sale_order_id);
    ELSIF TG_TABLE_NAME = 'order_gate_waiver' THEN
        INSERT INTO race_event (kind, order_id) VALUES ('revoked', NEW.sale_order_id);
    ELSIF TG_TABLE_NAME = 'order_revision' THEN
        INSERT INTO race_event (kind, order_id) VALUES ('changed', NEW.sale_order_id);
    ELSIF TG_TABLE_NAME = 'order_shipping_document' THEN
        INSERT INTO race_event (kind, order_id)
             SELECT 'missing', sale_order_id
               FROM order_shipping_request
              WHERE id = NEW.request_id;
    ELSIF TG_TABLE_NAME = 'account_payment' THEN
        INSERT INTO race_event (kind, payment_id) VALUES ('money', NEW.id);
    ELSE
        INSERT INTO race_event (kind, payment_id)
             SELECT 'money', move.origin_payment_id
               FROM account_move_line line
               JOIN account_move move ON move.id = line.move_id
              WHERE line.id IN (NEW.debit_move_id, NEW.credit_move_id)
                AND move.origin_payment_id IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER race_note AFTER UPDATE OF state ON order_shipping_request
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION race_note();
CREATE CONSTRAINT TRIGGER race_note AFTER UPDATE OF state ON stock_move
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state = 'done')
    EXECUTE FUNCTION race_note();
CREATE CONSTRAINT TRIGGER race_launch AFTER INSERT ON stock_move
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.sale_line_id IS NOT NULL) EXECUTE FUNCTION race_note();
CREATE CONSTRAINT TRIGGER race_note
    AFTER UPDATE OF state, sale_order_id, amount ON account_payment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION race_note();
CREATE CONSTRAINT TRIGGER race_note AFTER INSERT ON account_partial_reconcile
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION race_note();
CREATE CONSTRAINT TRIGGER race_note AFTER UPDATE OF state ON order_offset
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION race_note();
CREATE CONSTRAINT TRIGGER race_note AFTER INSERT ON order_recovery_case
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION race_note();
CREATE CONSTRAINT TRIGGER race_note AFTER UPDATE OF state ON order_gate_waiver
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.state = 'revoked') EXECUTE FUNCTION race_note();
CREATE CONSTRAINT TRIGGER race_note AFTER UPDATE OF state ON order_revision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.state = 'in_force') EXECUTE FUNCTION race_note();
CREATE CONSTRAINT TRIGGER race_note
    AFTER INSERT OR UPDATE OF state ON order_shipping_document
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.state = 'missing') EXECUTE FUNCTION race_note();
"""


class Witness:
    """Remembers how things stood before a race, and judges it afterwards."""

    @staticmethod
    def call(cr):
        """Have the database write down what happens from now on."""
        cr.execute(TRIGGERS)

    def __init__(self, env, rounds):
        self.rounds = rounds
        self.order_ids = [order_id for one in rounds for order_id in one.order_ids]
        self.before = self._get_money(env)
        env.cr.execute("SELECT coalesce(max(id), 0) FROM race_event")
        (self.start,) = env.cr.fetchone()
        self.signed, self.released = defaultdict(dict), defaultdict(dict)
        for state, request_id, order_id, quantity in self._get_signed(env):
            self.signed[order_id][request_id] = quantity
            if state == "released":
                self.released[order_id][request_id] = quantity
        orders = env["sale.order"].browse(self.order_ids)
        self.ordered = {
            order.id: sum(order.order_line.mapped("product_uom_qty"))
            for order in orders
        }

    def _get_money(self, env):
        orders = env["sale.order"].browse(self.order_ids)
        return {order.id: money for order, money in orders._get_money().items()}

    def _get_signed(self, env):
        return env.execute_query(
            SQL(
                """
                SELECT request.state, request.id, request.sale_order_id,
                       sum(line.quantity)
                  FROM order_shipping_request request
                  JOIN order_shipping_request_line line ON line.request_id = request.id
                 WHERE request.state IN ('verified', 'released')
                   AND request.sale_order_id IN %s
              GROUP BY request.id
                """,
                tuple(self.order_ids),
            )
        )

    def get_complaints(self, env):
        """Return what was wrong, one sentence each; empty where all was in order."""
        self.after = self._get_money(env)
        events = env.execute_query_dict(
            SQL("SELECT * FROM race_event WHERE id > %s ORDER BY id", self.start)
        )
        by_order, by_payment = defaultdict(list), defaultdict(list)
        for event in events:
            by_order[event["order_id"]].append(event)
            by_payment[event["payment_id"]].append(event)
        return [
            f"round {number}, order {order_id}: {complaint}"
            for number, one in enumerate(self.rounds)
            for order_id in one.order_ids
            for complaint in (
                *self._replay(
                    order_id, by_order[order_id] + by_payment[one.payment_id]
                ),
                *self._replay_signatures(order_id, by_order[order_id]),
            )
        ]

    def _replay(self, order_id, events):
        """Go through the commits that concern an order, in their order."""
        before, after = self.before[order_id], self.after[order_id]
        received, due = before.received, before.release_due
        needs = {"released": due, "shipped": due, "launched": before.deposit_due}
        released, shipped, losses = dict(self.released[order_id]), 0, 0
        for group in self._get_commits(events):
            if group["money"]:
                received, losses = after.received, losses + 1
            for event in group["released"] + group["withdrawn"]:
                released[event["res_id"]] = event["quantity"] or 0
            shipped += sum(event["quantity"] for event in group["shipped"])
            needed = max((needs[kind] for kind in needs if group[kind]), default=0)
            if received < needed - 0.01:
                yield f"{dict(group)} committed with {received} received of {needed}"
            if shipped > sum(released.values()):
                yield f"{shipped} shipped of {sum(released.values())} released"
        if shipped < sum(released.values()) and received < due - 0.01:
            yield f"stays released with {received} received of {due}"
        if losses > 1:
            yield f"{losses} changes of its money: when it was there is not known"

    def _replay_signatures(self, order_id, events):
        """Go through what Finance signed, and never sign more than was ordered."""
        signed, ordered = dict(self.signed[order_id]), self.ordered[order_id]
        for group in self._get_commits(events):
            for event in group["verified"] + group["withdrawn"]:
                signed[event["res_id"]] = event["quantity"] or 0
            if sum(signed.values()) > ordered:
                yield f"{sum(signed.values())} signed of {ordered} ordered"

    def _get_commits(self, events):
        """Return for each transaction its events by kind, in the order of commits."""
        commits = defaultdict(lambda: defaultdict(list))
        for event in sorted(events, key=lambda event: event["id"]):
            commits[event["xid"]][event["kind"]].append(event)
        return commits.values()
