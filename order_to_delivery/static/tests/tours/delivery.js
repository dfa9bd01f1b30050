import {registry} from "@web/core/registry";

function click(trigger) {
  return {content: `Press ${trigger}`, trigger, run: "click"};
}

function see(trigger) {
  return {content: `See ${trigger}`, trigger};
}

function fill(name, value, root = ".o_form_view") {
  return {
    content: `Write ${name}`,
    trigger: `${root} .o_field_widget[name='${name}'] :is(input, textarea)`,
    run: `edit ${value} && press Tab`,
  };
}

const STEPS = {
  // Finance writes down one transfer; what each order owes next is proposed.
  receipt_voucher: () => [
    click(".o_list_button_add"),
    {
      content: "Who paid",
      trigger: ".o_field_widget[name='partner_id'] input",
      run: "edit Customer B",
    },
    click(".o-autocomplete--dropdown-item a:contains('Customer B')"),
    fill("amount", "3500"),
    see(".o_field_widget[name='line_ids'] .o_data_row"),
    click("button[name='action_post']:enabled"),
    see(".o_statusbar_status .o_arrow_button_current[data-value='posted']"),
  ],
  // Logistics compares carriers on the shipping request, and takes the cheaper.
  choose_carrier: () => [
    click("a[name='transport']"),
    see(".o_data_row:contains('Sky Cargo')"),
    click(".o_data_row:contains('Pearl Freight') button[name='action_choose']"),
    see(".o_field_widget[name='carrier_name'] input:value(Pearl Freight)"),
  ],
  // Customer Service notes the call in which the customer acknowledged the advice.
  acknowledge_advice: () => [
    click("button[name='action_acknowledge']:enabled"),
    fill("who", "Mr Chen", ".modal"),
    fill("words", "He expects the lorry.", ".modal"),
    click(".modal button[name='action_acknowledge']:enabled"),
    see("body:not(:has(.modal)):not(:has(button[name='action_acknowledge']))"),
  ],
  // Whoever ships reads each item back on a phone, ticks it, and signs.
  brief_shipper: () => [
    click("a[name='order_briefing']"),
    {
      content: "Tick each item",
      trigger: ".o_field_widget[name='order_briefing_ids'] button[name='action_tick']",
      run: "click",
    },
    see(".o_field_widget[name='order_briefing_ids'] button[name='action_untick']"),
  ],
  sign_briefing: () => [
    click("a[name='order_briefing']"),
    click("button[name='action_sign_briefing']:enabled"),
    see("body:not(:has(button[name='action_sign_briefing']))"),
  ],
  // Customer Service writes down what the customer says.
  log_feedback: () => [
    click("button[name='action_log_feedback']:enabled"),
    click(".modal .o_field_widget[name='score'] input[data-value='1']"),
    fill("words", "Two doors are scratched.", ".modal"),
    click(".modal button[name='action_log']:enabled"),
    see("button[name='action_view_feedback']"),
  ],
};

for (const [name, steps] of Object.entries(STEPS)) {
  registry.category("web_tour.tours").add(`order_to_delivery_${name}`, {steps});
}
