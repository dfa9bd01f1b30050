import {registry} from "@web/core/registry";

function click(trigger) {
  return {content: `Press ${trigger}`, trigger, run: "click"};
}

// A foreman comes from the schedule, makes an operation, and has it signed off.
registry.category("web_tour.tours").add("order_to_delivery_make", {
  steps: () => [
    click(".o_kanban_record:contains('Cut')"),
    click("button[name='button_start']:enabled"),
    click("button[name='button_finish']:enabled"),
    click("button[name='action_request_inspection']:enabled"),
    {
      content: "All that was made is offered",
      trigger: ".modal .o_field_widget[name='quantity'] input:value(10)",
    },
    click(".modal button[name='action_request']:enabled"),
    {content: "It waits for Quality", trigger: ".o_notification:contains('QI/')"},
    click(".o_back_button"),
    click(".o_kanban_record:contains('Assemble')"),
    {
      content: "Why it has to wait is told before",
      trigger: ".alert [name='signoff_held_reasons']:contains('Cut')",
    },
    click("button[name='button_start']:enabled"),
    {
      content: "And who does not wait is told again",
      trigger: ".modal .modal-body:contains('Cut')",
    },
    click(".modal .btn-primary"),
    {content: "It was not begun", trigger: "body:not(:has(.modal))"},
    {
      content: "It can be begun later",
      trigger: "button[name='button_start']:enabled",
    },
  ],
});

// Customer Service signs finished goods together with Quality.
registry.category("web_tour.tours").add("order_to_delivery_sign_together", {
  steps: () => [
    click("button[name='action_second_sign']:enabled"),
    click(".modal .btn-primary"),
    {
      content: "Both have signed",
      trigger: "body:not(:has(button[name='action_second_sign']))",
    },
    {
      content: "Its name stands beside Quality's",
      trigger: ".o_field_widget[name='second_signer_id']:contains('Customer Service')",
    },
  ],
});

// The warehouse receives goods, which wait for Quality in the input.
registry.category("web_tour.tours").add("order_to_delivery_receive", {
  steps: () => [
    click("button[name='button_validate']:enabled"),
    {
      content: "They have arrived",
      trigger: ".o_statusbar_status button.o_arrow_button_current[data-value='done']",
    },
  ],
});

registry.category("web_tour.tours").add("order_to_delivery_put_away_early", {
  steps: () => [
    {
      content: "Quality has not accepted them",
      trigger: ".alert [name='incoming_held_reasons']:contains('100')",
    },
    click("button[name='button_validate']:enabled"),
    {content: "They stay in the input", trigger: ".modal .modal-body:contains('100')"},
    click(".modal .btn-primary"),
    {content: "Nothing was moved", trigger: "body:not(:has(.modal))"},
  ],
});
