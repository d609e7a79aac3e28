// Completes the address that is printed below a text: a page does not know on which host it is read.
for (const el of document.querySelectorAll('[data-address]')) el.textContent = new URL(el.textContent, location.href).href;
