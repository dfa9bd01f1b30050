"""Samples of new products in the demo factory, each at another step (H9.4)."""

MODEL = "order.sample"
WANTED = (
    ("customer_07", "A pump controller that holds at 60 °C without a fan.", 0),
    ("customer_09", "A wall enclosure in stainless steel, for sea air.", 1),
    ("customer_11", "A kiln control with a screen in three languages.", 2),
    ("customer_02", "A lamp panel of half the depth.", 3),
)


def walk(env, way):
    """Request the samples, and take each so many steps as its row says."""
    for customer, description, steps in WANTED:
        values = {
            "partner_id": env.ref(f"order_to_delivery.{customer}").id,
            "description": description,
        }
        sample = [way.do("sales", MODEL, "create", values)]
        for step in (make, send, approve)[:steps]:
            step(way, sample)


def make(way, sample):
    note = {"making_note": "From the standard, with the part changed as asked."}
    way.do("technical", MODEL, "write", sample, note)
    way.do("technical", MODEL, "action_make", sample)


def send(way, sample):
    note = {"sent_note": "SF Express 1234 5678"}
    way.do("customer_service", MODEL, "write", sample, note)
    way.do("customer_service", MODEL, "action_send", sample)


def approve(way, sample):
    words = {"customer_words": "Fits; we order four in spring."}
    way.do("sales", MODEL, "write", sample, words)
    way.do("sales", MODEL, "action_approve", sample)
