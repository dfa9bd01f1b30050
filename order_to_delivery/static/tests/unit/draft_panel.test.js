import {expect, test} from "@odoo/hoot";
import {click, queryAllTexts} from "@odoo/hoot-dom";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
  defineModels,
  fields,
  mockService,
  models,
  mountView,
} from "@web/../tests/web_test_helpers";

const FACTS = [
  {text: "Cam is short", res_model: "product.product", res_id: 5},
  {text: "Nothing is waited for", res_model: "", res_id: 0},
];
const KEPT = [
  {label: "Answer", drafted: "On Friday", signed: "On Friday", is_same: true},
  {label: "Date", drafted: "05/01", signed: "05/09", is_same: false},
];

class Answer extends models.Model {
  _name = "draft.answer";

  panel = fields.Json();

  _records = [
    {
      id: 1,
      panel: {
        text: "Finished on Friday",
        rows: [{label: "Materials", drafted: "Short"}],
        facts: FACTS,
      },
    },
    {id: 2, panel: {is_kept: true, rows: KEPT}},
    {id: 3, panel: {is_kept: true, rows: [KEPT[0]]}},
    {id: 4, panel: false},
  ];
}

defineMailModels();
defineModels([Answer]);

function mountPanel(resId) {
  return mountView({
    resModel: "draft.answer",
    resId,
    type: "form",
    arch: `<form><field name="panel" widget="order_draft_panel"/></form>`,
  });
}

test("a draft is shown with its reasons, which lead to their records", async () => {
  mockService("action", {
    doAction(action) {
      expect.step([action.res_model, action.res_id]);
    },
  });
  await mountPanel(1);
  expect(".o_order_draft_text").toHaveText("Finished on Friday");
  expect(queryAllTexts(".o_order_draft_value")).toEqual(["Short"]);
  expect(queryAllTexts(".o_order_draft_fact")).toEqual([
    "Cam is short",
    "Nothing is waited for",
  ]);
  expect(".o_order_draft_go").toHaveCount(1);
  await click(".o_order_draft_go");
  expect.verifySteps([["product.product", 5]]);
});

test("what a person corrected stands beside what was drafted", async () => {
  await mountPanel(2);
  expect(".o_order_draft_kept").toHaveText(/corrected/);
  expect(".o_order_draft_same").toHaveText("On Friday");
  expect(".o_order_draft_corrected del").toHaveText("05/01");
  expect(".o_order_draft_corrected ins").toHaveText("05/09");
});

test("what was signed as drafted says so", async () => {
  await mountPanel(3);
  expect(".o_order_draft_kept").toHaveText(/Signed as the system drafted it/);
  expect(".o_order_draft_corrected").toHaveCount(0);
});

test("nothing drafted shows nothing", async () => {
  await mountPanel(4);
  expect(".o_order_draft").toHaveCount(0);
});
