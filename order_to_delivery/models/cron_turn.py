"""How crons take records in turn, so that one that fails does not stop the others."""

import logging

from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

RETRIES = 5


def take_turn(records, act):
    """Act on records in a cron's transaction, which the caller commits.

    A clash with somebody else is tried again, as crons do not retry.

    :param act: function that takes the records
    :return: None, or the error for which all of it was undone
    """
    failure = None
    for attempt in range(1, RETRIES + 1):
        try:
            act(records)
            # What is judged at the end of the transaction may clash, too.
            records.env.cr.flush()
            return None
        except Exception as error:
            failure = error
            records.env.cr.rollback()
            records.env.invalidate_all(flush=False)
        if not isinstance(failure, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            break
        _logger.info("%s: busy, try %s", records, attempt)
    return failure


def take_turns(records, act):
    """Act on records together; where that fails, on each of them for itself.

    What is done is committed. A record that fails is logged and left to the next run.

    :return: how many seconds the cron has left
    """
    failure = take_turn(records, act)
    if failure and len(records) > 1:
        return min(take_turns(record, act) for record in records)
    if failure:
        _logger.error("%s is left to the next run", records, exc_info=failure)
    return records.env["ir.cron"]._commit_progress(len(records))
