import {registry} from "@web/core/registry";

const MOST_TAPS = 4;

function tap(trigger, options = {}) {
  return {content: `Tap ${trigger}`, trigger, run: "click", ...options};
}

function write(trigger, text) {
  return {content: `Write ${text}`, trigger, run: `edit ${text}`};
}

const WAY = [
  write("input[name='login']", "otd_production"),
  write("input[name='password']", "otd_production"),
  tap(".oe_login_form button[type='submit']", {expectUnloadPage: true}),
  {
    content: "The desk is the first page, with what is asked of the department",
    trigger: ".o_kanban_view .o_kanban_record:not(.o_kanban_ghost)",
  },
  tap(".o_kanban_record:not(.o_kanban_ghost)"),
  {
    content: "What the facts suggest stands there with its reasons",
    trigger: ".o_order_draft_text",
  },
  {
    content: "The reasons lead to their records",
    trigger: ".o_order_draft_fact:contains('Cam')",
  },
  tap("button[name='action_agree_as_drafted']:enabled"),
  {
    content: "It is signed: what was drafted stands beside what was signed",
    trigger: ".o_order_draft_kept",
  },
];

// From the login to a signed answer on a telephone, besides what is written.
registry.category("web_tour.tours").add("order_to_delivery_phone_answer", {
  steps: () => [
    ...WAY,
    {
      content: `It took at most ${MOST_TAPS} taps`,
      trigger: "body:not(:has(button[name='action_agree_as_drafted']))",
      run() {
        const taps = WAY.filter((step) => step.run === "click").length;
        if (taps > MOST_TAPS) {
          throw new Error(`${taps} taps from the login to a signed answer`);
        }
      },
    },
  ],
});
