import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** What the facts suggest to answer and why; or what was drafted beside what was signed. */
export class DraftPanel extends Component {
  static template = "order_to_delivery.DraftPanel";
  static props = {...standardFieldProps};

  setup() {
    this.action = useService("action");
  }

  get panel() {
    return this.props.record.data[this.props.name] || {};
  }

  get rows() {
    return (this.panel.rows || []).map((row, index) => ({...row, index}));
  }

  get facts() {
    return (this.panel.facts || []).map((fact, index) => ({...fact, index}));
  }

  get isCorrected() {
    return this.rows.some((row) => !row.is_same);
  }

  go(fact) {
    return this.action.doAction({
      type: "ir.actions.act_window",
      res_model: fact.res_model,
      res_id: fact.res_id,
      views: [[false, "form"]],
    });
  }
}

registry.category("fields").add("order_draft_panel", {
  component: DraftPanel,
  displayName: _t("Draft from Facts"),
  supportedTypes: ["json"],
});
