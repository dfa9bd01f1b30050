import {registry} from "@web/core/registry";

function click(trigger) {
  return {content: `Press ${trigger}`, trigger, run: "click"};
}

/** Open the only sample, write what is asked, press the step, and see where it stands. */
function takeStep(field, value, action, state) {
  return [
    click(".o_kanban_record:not(.o_kanban_ghost)"),
    {
      content: `Write ${field}`,
      trigger: `.o_form_view .o_field_widget[name='${field}'] :is(input, textarea)`,
      run: `edit ${value} && press Tab`,
    },
    click(`.o_statusbar_buttons button[name='${action}']:enabled`),
    {
      content: "The sample is a step further",
      trigger: `.o_statusbar_status .o_arrow_button_current[data-value='${state}']`,
    },
  ];
}

// Each department finds the sample among those under way, and takes its step.
const STEPS = {
  make: ["making_note", "Batch 7: 205 degrees", "action_make", "made"],
  send: ["sent_note", "SF Express 1234", "action_send", "sent"],
  ask: ["customer_words", "Holds at 200 degrees", "action_approve", "approved"],
};

for (const [name, step] of Object.entries(STEPS)) {
  registry.category("web_tour.tours").add(`order_to_delivery_sample_${name}`, {
    steps: () => takeStep(...step),
  });
}
