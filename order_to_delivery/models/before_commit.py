"""What is noted in a transaction and judged once, all together, by its commit."""


def judge_before_commit(cr, key, ids, judge):
    """Have ids judged with all others that were noted under a key.

    Odoo does so before the commit, and before it opens a savepoint: going back to
    it undoes what was noted since, and nothing that was noted before. What fails
    while it is judged stays noted: a caller that swallows the error, as those do who
    try something in a savepoint, meets it again at the commit. Undoing a savepoint
    that does not flush also undoes what was judged inside it: no floor relies on this.

    :param key: names what is judged, in the whole transaction
    :param judge: function that takes the ids
    """
    hooks = cr.precommit

    def run():
        noted = hooks.data.pop(key, set())
        try:
            judge(noted)
        except Exception:
            judge_before_commit(cr, key, noted, judge)
            raise

    if key not in hooks.data:
        hooks.data[key] = set()
        hooks.add(run)
    hooks.data[key].update(ids)
