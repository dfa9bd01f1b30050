import {registry} from "@web/core/registry";

function click(trigger) {
  return {content: `Press ${trigger}`, trigger, run: "click"};
}

// Production plans anew from the board, and sees the effect first.
registry.category("web_tour.tours").add("order_to_delivery_schedule", {
  steps: () => [
    {
      content: "Work stands below its work center",
      trigger: ".o_kanban_group:contains('Assembly') .o_kanban_record",
    },
    click(".o_kanban_record button[name='action_reschedule']"),
    click(".modal .o_field_widget[name='cause'] input[data-value='other']"),
    {
      content: "Say why",
      trigger: ".modal .o_field_widget[name='note'] input",
      run: "edit Another order goes first",
    },
    click(".modal button[name='action_show']:enabled"),
    {
      content: "The effect on the order is shown",
      trigger: ".modal .o_field_widget[name='line_ids'] .o_data_row",
    },
    click(".modal button[name='action_keep']:enabled"),
    {content: "The plan is kept", trigger: "body:not(:has(.modal))"},
    click(".o_switch_view.o_calendar"),
    {content: "Days stand side by side", trigger: ".o_calendar_widget"},
    click(".o_switch_view.o_list"),
    {content: "One below the other", trigger: ".o_list_view .o_data_row"},
    click(".o_switch_view.o_pivot"),
    {content: "The load by day", trigger: ".o_pivot_view .o_pivot table"},
    click(".o_switch_view.o_graph"),
    {content: "And drawn", trigger: ".o_graph_view canvas"},
  ],
});

// Quality goes round with a phone.
registry.category("web_tour.tours").add("order_to_delivery_patrol", {
  steps: () => [
    click(".o_kanban_record:not(.o_kanban_ghost)"),
    {
      content: "Write what was found",
      trigger: ".o_field_widget[name='finding'] textarea",
      run: "edit In order",
    },
    click("button[name='action_done']:enabled"),
    {
      content: "The round is made and stays",
      trigger: "body:not(:has(button[name='action_done']))",
    },
  ],
});
