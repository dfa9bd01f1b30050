import {registry} from "@web/core/registry";

function click(trigger) {
  return {content: `Press ${trigger}`, trigger, run: "click"};
}

function seeState(state) {
  return {
    content: `It is ${state}`,
    trigger: `.o_statusbar_status .o_arrow_button_current[data-value='${state}']`,
  };
}

// Purchasing opens what was approved, asks the vendor and orders.
registry.category("web_tour.tours").add("order_to_delivery_purchasing", {
  steps: () => [
    click(".o_data_row td[name='name']"),
    seeState("approved"),
    click(".o_statusbar_buttons button:contains('询价')"),
    {
      content: "The vendor who sells it is proposed",
      trigger: ".modal .o_field_widget[name='supplier_id'] input:value('Motor Works')",
    },
    click(".modal button[name='make_purchase_order']:enabled"),
    {
      content: "The request for quotation opens by itself",
      trigger: ".o_form_view .o_field_widget[name='partner_id']",
    },
    click(".o_statusbar_buttons button[name='button_confirm']:enabled:visible"),
    seeState("purchase"),
  ],
});

// Purchasing looks for what is late, and records the vendor's new date.
registry.category("web_tour.tours").add("order_to_delivery_late_materials", {
  steps: () => [
    click(".o_data_row .o_list_record_selector input"),
    click(".o_control_panel button[name='action_record_promise']"),
    {
      content: "Say what the vendor says",
      trigger: ".modal .o_field_widget[name='reason'] textarea",
      run: "edit The foundry is late",
    },
    {
      content: "The line with its expected day is there",
      trigger: ".modal .o_field_widget[name='line_ids'] .o_data_row",
    },
    click(".modal button[name='action_record']:enabled"),
    {content: "It is recorded", trigger: "body:not(:has(.modal))"},
  ],
});

// Material Control sees what is short, asks for it, and submits the requisition.
registry.category("web_tour.tours").add("order_to_delivery_material_control", {
  steps: () => [
    {
      content: "What is short stands out",
      trigger: ".o_list_view .o_data_row:contains('Motor') td[name='short']",
    },
    click(".o_data_row:contains('Motor') button[name='action_open_requisition']"),
    seeState("draft"),
    click(".o_statusbar_buttons button[name='button_to_approve']:enabled:visible"),
    seeState("to_approve"),
  ],
});
