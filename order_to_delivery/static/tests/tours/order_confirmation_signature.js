import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("order_confirmation_signature", {
  steps: () => [
    {
      content: "Open the signature form",
      trigger: ".o_portal_order_confirmation a:contains('Sign the confirmation')",
      run: "click",
    },
    {
      content: "Write the name",
      trigger: ".modal .o_web_sign_name_and_signature input",
      run: "edit Mr Chen",
    },
    {
      trigger: ".modal canvas.o_web_sign_signature",
      run: "canvasNotEmpty",
    },
    {
      content: "Sign",
      trigger: ".modal .o_portal_sign_submit:enabled",
      run: "click",
      expectUnloadPage: true,
    },
    {
      content: "The order is confirmed",
      trigger: "[name='confirmation_signed']:contains('Your order is confirmed')",
    },
  ],
});
