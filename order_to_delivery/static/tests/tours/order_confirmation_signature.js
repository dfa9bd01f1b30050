import {registry} from "@web/core/registry";

/** What the test says behind the address: the code, and the language of the page. */
function getTold(name) {
  return new URLSearchParams(window.location.hash.slice(1)).get(name);
}

registry.category("web_tour.tours").add("order_confirmation_signature", {
  steps: () => [
    {
      content: "The page speaks the customer's language",
      trigger: "[name='confirmation_code'] [name='code_address']",
      run() {
        const paper = document.querySelector(".o_portal_order_confirmation");
        const isChinese = /\p{Script=Han}/u.test(paper.textContent);
        if (isChinese !== (getTold("lang") === "zh")) {
          throw new Error(`The page is in another language: ${paper.textContent}`);
        }
      },
    },
    {
      content: "Nothing is signed before it is known who signs",
      trigger: "body:not(:has([data-bs-target='#modalsign']))",
    },
    {
      content: "Enter the code that was mailed",
      trigger: "[name='confirmation_code'] input[name='code']",
      async run({edit}) {
        await edit(getTold("code"));
      },
    },
    {
      content: "Go on",
      trigger: "[name='confirmation_code'] button[name='check_code']",
      run: "click",
      expectUnloadPage: true,
    },
    {
      content: "The code was right",
      trigger: "[name='code_right']",
    },
    {
      content: "Open the signature form",
      trigger: ".o_portal_order_confirmation a[data-bs-target='#modalsign']:first",
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
      trigger: "[name='confirmation_signed'] [name='order_confirmed']",
    },
  ],
});
