/* global luxon */
import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {readDate} from "../order_dates";

const ICONS = {
  done: "fa-check",
  here: "fa-dot-circle-o",
  held: "fa-hand-paper-o",
  ahead: "fa-circle-o",
  skipped: "fa-minus",
};
const COLORS = {
  done: "success",
  here: "info",
  held: "warning",
};

/** The order's way: what is done, where it is, what lies ahead. */
export class StationStrip extends Component {
  static template = "order_to_delivery.StationStrip";
  static props = {...standardFieldProps};

  setup() {
    this.action = useService("action");
    this.state = useState({isExpanded: false});
  }

  get stations() {
    const stations = this.props.record.data[this.props.name] || [];
    return stations.filter((station) => station.state !== "skipped" || !this.isCompact);
  }

  /** The first station that waits, else the last: what a phone shows. */
  get current() {
    const waiting = this.stations.findIndex((s) => ["here", "held"].includes(s.state));
    const index = waiting < 0 ? this.stations.length - 1 : waiting;
    return {index, station: this.stations[index]};
  }

  get isCompact() {
    return this.env.isSmall;
  }

  get position() {
    return _t("%(position)s of %(total)s", {
      position: this.current.index + 1,
      total: this.stations.length,
    });
  }

  get stateLabels() {
    return {
      done: _t("done"),
      here: _t("here"),
      held: _t("held"),
      ahead: _t("ahead"),
      skipped: _t("not needed"),
    };
  }

  isCurrent(station) {
    return station.key === this.current.station.key;
  }

  isOpenable(station) {
    return Boolean(
      station.res_id &&
      station.res_model !== "sale.order" &&
      station.state !== "skipped"
    );
  }

  icon(station) {
    return ICONS[station.state];
  }

  color(station) {
    return COLORS[station.state];
  }

  dateText(station) {
    const isAhead = !station.date && station.planned;
    const date = readDate(station.date || station.planned);
    if (!date || station.state === "skipped") {
      return "";
    }
    const day = date.toLocaleString({month: "short", day: "numeric"});
    return isAhead ? _t("by %s", day) : day;
  }

  title(station) {
    const parts = [station.label, this.stateLabels[station.state]];
    const date = readDate(station.date);
    if (date) {
      parts.push(date.toLocaleString(luxon.DateTime.DATETIME_SHORT));
    }
    if (station.person) {
      parts.push(station.person);
    }
    return parts.join(" · ");
  }

  toggle() {
    this.state.isExpanded = !this.state.isExpanded;
  }

  open(station) {
    if (!this.isOpenable(station)) {
      return;
    }
    return this.action.doAction({
      type: "ir.actions.act_window",
      res_model: station.res_model,
      res_id: station.res_id,
      views: [[false, "form"]],
    });
  }
}

registry.category("fields").add("order_station_strip", {
  component: StationStrip,
  displayName: _t("Strip of Stations"),
  supportedTypes: ["json"],
});
