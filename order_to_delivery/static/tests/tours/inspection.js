import {registry} from "@web/core/registry";

function click(trigger) {
  return {content: `Press ${trigger}`, trigger, run: "click"};
}

// Quality stands at the gate with a phone: two taps for a receipt that is all right.
registry.category("web_tour.tours").add("order_to_delivery_inspect", {
  steps: () => [
    click(".o_kanban_record:not(.o_kanban_ghost)"),
    {
      content: "The goods stand below each other, not beside",
      trigger: ".o_field_widget[name='line_ids'] .o_kanban_renderer",
    },
    click("button[name='action_accept_all']:enabled"),
    {
      content: "All is accepted",
      trigger: ".o_field_widget[name='line_ids'] .text-success:contains('100')",
    },
    click("button[name='action_judge']:enabled"),
    click(".modal .btn-primary"),
    {
      content: "The result is signed and stays",
      trigger: "body:not(:has(button[name='action_judge']))",
    },
    {content: "It says so", trigger: ".ribbon:contains('合格')"},
  ],
});

// What the plan asks is answered beside the goods: a tap, or a value that judges itself.
registry.category("web_tour.tours").add("order_to_delivery_inspect_by_plan", {
  steps: () => [
    click(".o_kanban_record:not(.o_kanban_ghost)"),
    {
      content: "The limits can be read where it is measured",
      trigger:
        ".o_field_widget[name='check_ids'] .o_kanban_record:contains('2.9 – 3.1 mm')",
    },
    click(
      ".o_field_widget[name='check_ids'] .o_kanban_record:contains('2.9 – 3.1 mm') .btn-primary"
    ),
    {
      content: "Write what was measured",
      trigger: ".modal .o_field_widget[name='reading'] input",
      run: "edit 3.04",
    },
    click(".modal .o_form_button_save"),
    {
      content: "The value has judged itself",
      trigger:
        ".o_field_widget[name='check_ids'] .o_kanban_record:contains('3.04') .text-bg-success",
    },
    click(
      ".o_field_widget[name='check_ids'] .o_kanban_record button[name='action_pass']"
    ),
    {
      content: "What was looked at is passed",
      trigger:
        ".o_field_widget[name='check_ids'] .o_kanban_record:contains('Flat') .text-bg-success",
    },
    click("button[name='action_accept_all']:enabled"),
    {
      content: "All is accepted",
      trigger: ".o_field_widget[name='line_ids'] .text-success:contains('100')",
    },
    click("button[name='action_judge']:enabled"),
    click(".modal .btn-primary"),
    {content: "It says so", trigger: ".ribbon:contains('合格')"},
  ],
});
