import {registry} from "@web/core/registry";

function click(trigger) {
  return {content: `Press ${trigger}`, trigger, run: "click"};
}

// The chair calls the heads of the departments together, and signs the minutes.
registry.category("web_tour.tours").add("order_to_delivery_review_meeting", {
  steps: () => [
    click("button[name='action_call_meeting']:enabled"),
    {
      content: "The heads are invited",
      trigger: ".o_field_widget[name='partner_ids'] .o_tag:contains('Quality')",
    },
    click(".o_back_button"),
    {
      content: "The meeting is one press away",
      trigger: "button[name='action_view_meeting']",
    },
    click(".nav-link[name='minutes']"),
    {
      content: "Write down what was agreed",
      trigger: ".o_field_widget[name='minutes'] textarea",
      run: "edit Two shifts until Friday.",
    },
    click("button[name='action_sign_minutes']:enabled"),
    {
      content: "The minutes are signed and stay",
      trigger: "body:not(:has(button[name='action_sign_minutes']))",
    },
  ],
});
