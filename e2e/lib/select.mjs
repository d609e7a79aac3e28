// Chooses words of a provision as people do: with a mouse, with a finger, with the keyboard.

// provision finds the words that contain a text.
export const provision = (page, text) => page.locator('.words[data-wid]', { hasText: text });

// boxes gives the first and last line box of some words on the screen.
const boxes = (words, text) => words.evaluate((element, wanted) => {
  element.scrollIntoView({ block: 'center' });
  const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const at = node.data.indexOf(wanted);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + wanted.length);
    const all = Array.from(range.getClientRects(), ({ left, right, top, height }) => ({ left, right, y: top + height / 2 }));
    return { first: all[0], last: all.at(-1), rtl: getComputedStyle(element).direction === 'rtl' };
  }
  throw new Error(`“${wanted}” is not there`);
}, text);

// drag selects words with the mouse.
export async function drag(page, words, text) {
  const { first, last, rtl } = await boxes(words, text);
  await page.mouse.move(rtl ? first.right - 1 : first.left + 1, first.y);
  await page.mouse.down();
  await page.mouse.move(rtl ? last.left + 1 : last.right - 1, last.y, { steps: 6 });
  await page.mouse.up();
}

// hold selects words as a phone does after a long press: the system makes the selection and the page only hears
// that it changed. (Chromium on a desktop selects nothing when a finger is held, so it is made here.)
export const hold = (words, text) => words.evaluate((element, wanted) => {
  element.scrollIntoView({ block: 'center' });
  const node = Array.from(element.childNodes).find((n) => n.nodeType === 3 && n.data.includes(wanted));
  const at = node.data.indexOf(wanted);
  getSelection().setBaseAndExtent(node, at, node, at + wanted.length);
}, text);

// type selects words with the keyboard: from the button at the provision, word by word.
export async function type(page, words, { before, more }) {
  await words.locator('xpath=..').locator('button.choose').press('Enter');
  for (let i = 0; i < before; i++) await page.keyboard.press('ArrowRight');
  for (let i = 0; i < more; i++) await page.keyboard.press('Shift+ArrowRight');
}

// say is the link to the comment form for exactly these words, once it is offered.
export const say = (page, text) => page.locator(`.chooser a.btn[href*="${new URLSearchParams({ exact: text })}&"]`);
