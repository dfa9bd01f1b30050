/* global luxon */
import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {readDate} from "../order_dates";

/** What the order waits for: what is asked of whom, and every closed gate. */
export class GateBanner extends Component {
  static template = "order_to_delivery.GateBanner";
  static props = {...standardFieldProps};

  setup() {
    this.action = useService("action");
  }

  get items() {
    return (this.props.record.data[this.props.name] || []).map((item, index) => ({
      ...item,
      index,
    }));
  }

  get isHeld() {
    return this.items.some((item) => item.kind === "gate");
  }

  sinceText(item) {
    const since = readDate(item.since);
    return since ? _t("since %s", since.toLocaleString(luxon.DateTime.DATE_MED)) : "";
  }

  isElsewhere(item) {
    const isHere =
      item.res_model === "sale.order" &&
      (item.kind !== "question" || item.res_id === this.props.record.resId);
    return Boolean(item.action || (item.res_id && !isHere));
  }

  go(item) {
    if (item.action) {
      const {resId, resModel} = this.props.record;
      return this.action.doAction(item.action, {
        additionalContext: {
          active_id: resId,
          active_ids: [resId],
          active_model: resModel,
        },
      });
    }
    return this.action.doAction({
      type: "ir.actions.act_window",
      res_model: item.res_model,
      res_id: item.res_id,
      views: [[false, "form"]],
    });
  }
}

registry.category("fields").add("order_gate_banner", {
  component: GateBanner,
  displayName: _t("Banner of Gates"),
  supportedTypes: ["json"],
});
