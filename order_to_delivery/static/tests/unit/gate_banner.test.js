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

const ASKED = {
  kind: "asked",
  text: "Verify the money",
  department: "Finance",
  is_mine: true,
  since: "2026-03-03 08:00:00",
  res_model: "order.shipping.request",
  res_id: 5,
  action: "",
};
const GATE = {
  ...ASKED,
  kind: "gate",
  text: "The balance is not received",
  department: "Sales",
  is_mine: false,
  action: "order_to_delivery.some_action",
};

class Order extends models.Model {
  _name = "banner.order";

  banner = fields.Json();

  _records = [
    {id: 1, banner: [ASKED, GATE]},
    {id: 2, banner: [{...ASKED, res_model: "sale.order"}]},
    {id: 3, banner: []},
    {
      id: 4,
      banner: [4, 9].map((other) => ({
        ...ASKED,
        kind: "question",
        res_model: "sale.order",
        res_id: other,
      })),
    },
  ];
}

defineMailModels();
defineModels([Order]);

function mountBanner(resId) {
  return mountView({
    resModel: "banner.order",
    resId,
    type: "form",
    arch: `<form><field name="banner" widget="order_gate_banner"/></form>`,
  });
}

test("every closed gate is listed with who can mend it and since when", async () => {
  await mountBanner(1);
  expect(".o_order_banner").toHaveClass("alert-warning");
  expect(queryAllTexts(".o_order_banner_text")).toEqual([
    "Verify the money",
    "The balance is not received",
  ]);
  expect(queryAllTexts(".o_order_banner .badge")).toEqual(["Finance", "Sales"]);
  expect(".o_order_banner_gate .o_order_banner_since").toHaveText(/2026/);
});

test("a button leads to the document or the place to mend it", async () => {
  mockService("action", {
    doAction(action, options) {
      expect.step(action.res_model || [action, options.additionalContext.active_id]);
    },
  });
  await mountBanner(1);
  await click(".o_order_banner_asked .o_order_banner_go");
  await click(".o_order_banner_gate .o_order_banner_go");
  await animationFrame();
  expect.verifySteps(["order.shipping.request", ["order_to_delivery.some_action", 1]]);
});

test("what is asked of the own department stands out", async () => {
  await mountBanner(1);
  expect(".o_order_banner_asked .o_order_banner_go").toHaveClass("btn-primary");
  expect(".o_order_banner_gate .o_order_banner_go").toHaveClass("btn-secondary");
});

test("what is asked on the order itself needs no button", async () => {
  await mountBanner(2);
  expect(".o_order_banner").toHaveClass("alert-info");
  expect(".o_order_banner_go").toHaveCount(0);
});

test("a question about another order leads there, one about this order nowhere", async () => {
  mockService("action", {
    doAction(action) {
      expect.step([action.res_model, action.res_id]);
    },
  });
  await mountBanner(4);
  expect(".o_order_banner_go").toHaveCount(1);
  await click(".o_order_banner_go");
  await animationFrame();
  expect.verifySteps([["sale.order", 9]]);
});

test("an order that waits for nothing shows no banner", async () => {
  await mountBanner(3);
  expect(".o_order_banner").toHaveCount(0);
});
