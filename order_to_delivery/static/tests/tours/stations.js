import {registry} from "@web/core/registry";

function click(trigger) {
  return {content: `Press ${trigger}`, trigger, run: "click"};
}

// The head of a workshop opens the day's report on a phone, and hands it in.
registry.category("web_tour.tours").add("order_to_delivery_daily_report", {
  steps: () => [
    click(".o_kanban_record:not(.o_kanban_ghost)"),
    {
      content: "What was made stands on cards",
      trigger: ".o_field_widget[name='line_ids'] .o_kanban_record",
    },
    click("button[name='action_hand_in']:enabled"),
    {
      content: "It is handed in and stays",
      trigger: "body:not(:has(button[name='action_hand_in']))",
    },
  ],
});

// Customer Service opens a point that is due, writes what it found, and ticks it.
registry.category("web_tour.tours").add("order_to_delivery_monitoring", {
  steps: () => [
    click(".o_kanban_record:not(.o_kanban_ghost)"),
    {
      content: "Write what was found",
      trigger: ".o_field_widget[name='finding'] textarea",
      run: "edit As planned",
    },
    click("button[name='action_check']:enabled"),
    {
      content: "It is ticked",
      trigger: "body:not(:has(button[name='action_check']))",
    },
  ],
});

// The Warehouse takes back what a workshop has over.
registry.category("web_tour.tours").add("order_to_delivery_leftovers", {
  steps: () => [
    click("button[name='action_return_leftovers']:enabled"),
    {
      content: "What is left is listed",
      trigger: ".o_field_widget[name='line_ids'] .o_data_row",
    },
    click("button[name='action_return']:enabled"),
    {
      content: "It was given back",
      trigger: ".o_statusbar_status .o_arrow_button_current[data-value='returned']",
    },
  ],
});
