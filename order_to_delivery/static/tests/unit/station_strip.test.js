import {expect, test} from "@odoo/hoot";
import {click, queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
  defineModels,
  fields,
  mockService,
  models,
  mountView,
} from "@web/../tests/web_test_helpers";

const STRIP = [
  ["intake", "Intake", "done", "2026-03-02 08:00:00", "sale.order", 1],
  ["review", "Review", "held", "2026-03-03 08:00:00", "order.review", 7],
  ["deposit", "Deposit", "skipped", "", "sale.order", 1],
  ["release", "Release", "ahead", "", "sale.order", 1],
].map(([key, label, state, date, res_model, res_id]) => ({
  key,
  label,
  state,
  date,
  planned: "",
  person: key === "intake" ? "Li Wei" : "",
  res_model,
  res_id,
}));

class Order extends models.Model {
  _name = "strip.order";

  strip = fields.Json();

  _records = [{id: 1, strip: STRIP}];
}

defineMailModels();
defineModels([Order]);

function mountStrip(records) {
  if (records) {
    Order._records = records;
  }
  return mountView({
    resModel: "strip.order",
    resId: 1,
    type: "form",
    arch: `<form><field name="strip" widget="order_station_strip"/></form>`,
  });
}

test.tags("desktop");
test("the strip names every station with its state", async () => {
  await mountStrip();
  expect(".o_order_strip_list").toHaveAttribute("role", "list");
  expect(".o_order_strip_station").toHaveCount(4);
  expect(queryAllTexts(".o_order_strip_label")).toEqual([
    "Intake",
    "Review",
    "Deposit",
    "Release",
  ]);
  expect(".o_order_strip_done .visually-hidden").toHaveText("done");
  expect(".o_order_strip_held .visually-hidden").toHaveText("held");
});

test.tags("desktop");
test("the station that waits is the current step, and only that", async () => {
  await mountStrip();
  expect("[aria-current=step]").toHaveCount(1);
  expect("[aria-current=step] .o_order_strip_label").toHaveText("Review");
});

test.tags("desktop");
test("a station with a document opens it, others do not", async () => {
  mockService("action", {
    doAction(action) {
      expect.step([action.res_model, action.res_id]);
    },
  });
  await mountStrip();
  expect(".o_order_strip_station button").toHaveCount(1);
  await click(".o_order_strip_done .o_order_strip_body");
  await click(".o_order_strip_held .o_order_strip_body");
  await animationFrame();
  expect.verifySteps([["order.review", 7]]);
});

test.tags("desktop");
test("every station can be reached by the keyboard", async () => {
  await mountStrip();
  expect(".o_order_strip_station div.o_order_strip_body[tabindex='0']").toHaveCount(3);
  expect(".o_order_strip_station button.o_order_strip_body").toHaveCount(1);
});

test.tags("desktop");
test("who did a station is told on it", async () => {
  await mountStrip();
  expect(".o_order_strip_done .o_order_strip_body").toHaveAttribute("title", /Li Wei/);
});

test.tags("desktop");
test("an order without a way shows nothing", async () => {
  await mountStrip([{id: 1, strip: false}]);
  expect(".o_order_strip").toHaveCount(0);
});

test.tags("mobile");
test("a phone shows where the order is, and the rest when asked", async () => {
  await mountStrip();
  expect(".o_order_strip_toggle").toHaveText(/2 of 3/);
  expect(".o_order_strip_toggle").toHaveText(/Review/);
  expect(".o_order_strip_toggle").toHaveAttribute("aria-expanded", "false");
  expect(".o_order_strip_station").toHaveCount(0);
  await click(".o_order_strip_toggle");
  await animationFrame();
  expect(".o_order_strip_toggle").toHaveAttribute("aria-expanded", "true");
  expect(".o_order_strip_station").toHaveCount(3);
});
