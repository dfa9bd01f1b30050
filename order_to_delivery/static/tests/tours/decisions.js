import {registry} from "@web/core/registry";

function click(trigger) {
  return {content: `Press ${trigger}`, trigger, run: "click"};
}

/** Write a reason in the dialog that is open, and press its step. */
function giveReason(reason, action) {
  return [
    {
      content: "Write the reason",
      trigger: ".modal .o_field_widget[name='reason'] :is(input, textarea)",
      run: `edit ${reason} && press Tab`,
    },
    click(`.modal footer button[name='${action}']:enabled`),
  ];
}

function isIn(state) {
  return {
    content: `It is ${state}`,
    trigger: `.o_statusbar_status .o_arrow_button_current[data-value='${state}']`,
  };
}

const STEPS = {
  // The marketing director settles a price that is below the floor.
  price_doubt: () => [
    click(".o_statusbar_buttons button[name='action_settle']:enabled"),
    ...giveReason("A trial order", "action_settle"),
    isIn("settled"),
  ],
  // The chair sees what a change proposes, line by line, before he circulates it.
  revision_difference: () => [
    click(".nav-link[name='difference']"),
    {
      content: "The old price is struck out, the new one stands beside it",
      trigger:
        ".o_field_widget[name='difference'] tr:contains('30.00') .text-decoration-line-through",
    },
    click(".o_statusbar_buttons button[name='action_circulate']:enabled"),
    isIn("circulated"),
  ],
  // Customer Service cannot read what came back, and asks for it again.
  unreadable_scan: () => [
    {
      content: "Say that it is unclear",
      trigger:
        ".o_statusbar_buttons button:contains('Unclear'), .o_statusbar_buttons button:contains('不清')",
      run: "click",
    },
    ...giveReason("The stamp covers the name", "action_mark_unclear"),
    isIn("unclear"),
    click(".o_statusbar_buttons button[name='action_send_again']:enabled"),
    isIn("sent"),
  ],
  // Sales has the grade worked out, and sees what the record says.
  grade_worked_out: () => [
    click(".nav-link[name='sales_purchases']"),
    click("button[name='action_work_out_grade']"),
    {
      content: "What was counted stands beside what the standard asks for",
      trigger: ".o_field_widget[name='fact_ids'] .o_data_row",
    },
    isIn("draft"),
  ],
  // The marketing director approves what Sales proposed.
  grade_change: () => [
    click(".o_statusbar_buttons button[name='action_approve']:enabled"),
    isIn("in_force"),
  ],
};

for (const [name, steps] of Object.entries(STEPS)) {
  registry.category("web_tour.tours").add(`order_to_delivery_${name}`, {steps});
}
