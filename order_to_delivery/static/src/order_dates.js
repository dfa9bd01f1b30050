import {deserializeDate, deserializeDateTime} from "@web/core/l10n/dates";

/**
 * Read a date of the server: with a time in the user's zone, or a bare day.
 *
 * @param {string} text
 * @returns {luxon.DateTime|null}
 */
export function readDate(text) {
  if (!text) {
    return null;
  }
  return text.length > 10 ? deserializeDateTime(text) : deserializeDate(text);
}
