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
