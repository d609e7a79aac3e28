// Checks that axe-core does not make. Each function is sent into the page as it is, so it may use nothing from
// outside itself; each gives a list of sentences, empty when all is well.

// frame is what every page must have (design, "Every screen").
export function frame({ lang, dir }) {
  const found = [];
  const say = (ok, words) => { if (!ok) found.push(words); };
  const h1 = document.querySelectorAll('h1');
  say(h1.length === 1 && h1[0].textContent.trim() !== '', `${h1.length} h1`);
  say(document.title.trim() !== '', 'no title');
  say(document.documentElement.lang === lang, `lang is ${document.documentElement.lang}`);
  say(document.documentElement.dir === dir, `dir is ${document.documentElement.dir}`);
  say(document.querySelectorAll('main').length === 1, 'not one main');
  say(document.querySelector('a.skip[href="#main"]') && document.getElementById('main'), 'no skip link');
  const ids = Array.from(document.querySelectorAll('[id]'), (e) => e.id);
  say(new Set(ids).size === ids.length, `ids are not unique: ${ids.filter((id, i) => ids.indexOf(id) !== i)}`);
  say(!/\[\[|\{\{|%!|<no value>/.test(document.body.innerText), 'a template shows through');
  return found;
}

// sideways tells what is wider than the window should be.
export function sideways(width) {
  const root = document.scrollingElement;
  if (root.scrollWidth <= width) return [];
  const wide = Array.from(document.querySelectorAll('body *')).filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width > 0 && (box.right > width + 0.5 || box.left < -0.5) && !e.closest('.wide, .hide, .skip');
  });
  const names = wide.slice(-4).map((e) => `${e.tagName.toLowerCase()}.${e.className} ${Math.round(e.getBoundingClientRect().width)}px`);
  return [`the page is ${root.scrollWidth} px wide in a window of ${width}: ${names.join(', ')}`];
}

// borders measures the edge of every field and button against what is around it: 3:1 (WCAG 2.2, 1.4.11).
// Radio buttons and check boxes are the browser's own.
export function borders() {
  const channels = (color) => {
    const parts = (color.match(/[\d.]+/g) ?? []).map(Number);
    const scale = color.startsWith('color(') ? 255 : 1;
    return { rgb: parts.slice(0, 3).map((v) => v * scale), alpha: parts.length > 3 ? parts[3] : 1 };
  };
  const luminance = ({ rgb }) => {
    const [r, g, b] = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = channels(getComputedStyle(e).backgroundColor);
      if (color.alpha === 1) return color;
    }
    return channels('rgb(255 255 255)');
  };
  const found = [];
  for (const e of document.querySelectorAll('input, select, textarea, .btn')) {
    if (['hidden', 'radio', 'checkbox'].includes(e.type) || !e.checkVisibility()) continue;
    const style = getComputedStyle(e);
    const around = ground(e.parentElement);
    const edge = Number.parseFloat(style.borderTopWidth) > 0 ? channels(style.borderTopColor) : ground(e);
    const ratio = contrast(edge, around);
    if (ratio < 3) found.push(`the edge of ${e.name || e.textContent.trim()} has ${ratio.toFixed(2)}:1`);
  }
  return found;
}

// targets measures everything that can be pressed: 24 by 24 CSS pixels, or as far from others as if it were that
// large; links within a sentence are exempt (WCAG 2.2, 2.5.8).
export function targets() {
  const all = [];
  for (const e of document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')) {
    if (e.type === 'hidden' || e.closest('.hide, .skip') || !e.checkVisibility()) continue;
    const box = (e.matches('.whole') ? e.closest('li') : e).getBoundingClientRect(); // .whole is stretched over its row
    if (box.width > 0 && box.height > 0) all.push({ e, box, small: box.width < 23.9 || box.height < 23.9 });
  }
  const inSentence = (e) => {
    const block = e.closest('p, li, dd, td, h1, h2, h3, h4, .facts');
    if (getComputedStyle(e).display !== 'inline' || !block) return false;
    const rest = Array.from(block.querySelectorAll('a')).reduce((text, link) => text.replace(link.innerText, ''), block.innerText);
    return /\p{L}/u.test(rest);
  };
  const middle = ({ box }) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const crowded = (one) => all.find((other) => {
    if (other === one || one.e.contains(other.e) || other.e.contains(one.e) || other.e.matches('.whole')) return false;
    const [x, y] = middle(one);
    if (other.small) {
      const [a, b] = middle(other);
      return Math.hypot(x - a, y - b) < 24;
    }
    const dx = Math.max(other.box.left - x, 0, x - other.box.right);
    const dy = Math.max(other.box.top - y, 0, y - other.box.bottom);
    return Math.hypot(dx, dy) < 12;
  });
  const found = [];
  for (const one of all) {
    if (!one.small || inSentence(one.e)) continue;
    const near = crowded(one);
    if (near) found.push(`${one.e.outerHTML.slice(0, 120)} is ${Math.round(one.box.width)}×${Math.round(one.box.height)} px beside ${near.e.outerHTML.slice(0, 60)}`);
  }
  return found;
}

// focus goes to everything that can have it, as the Tab key would: it must be seen there, with an outline, and not
// be covered (WCAG 2.2, 2.4.7 and 2.4.11). The Tab key must have been pressed before.
export function focus() {
  const found = [];
  const list = Array.from(document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]'))
    .filter((e) => !e.disabled && e.type !== 'hidden' && e.tabIndex >= 0 && e.checkVisibility());
  const step = Math.max(1, Math.ceil(list.length / 120)); // a long list of the same things is sampled
  for (const [i, e] of list.entries()) {
    if (i % step && !e.matches('.btn, .gap, summary')) continue;
    e.focus();
    if (document.activeElement !== e) continue; // a radio button of a group has one stop
    const name = e.outerHTML.slice(0, 120);
    const style = getComputedStyle(e);
    if (!e.matches(':focus-visible')) found.push(`no focus is seen on ${name}`);
    else if (style.outlineStyle === 'none' || Number.parseFloat(style.outlineWidth) < 2) found.push(`no outline on ${name}`);
    if (Number(style.opacity) < 0.5) found.push(`${name} has the focus and is not seen`);
    const seen = Array.from(e.getClientRects()).some((box) => {
      const at = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]];
      return at.some(([x, y]) => {
        const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
        return top && (e.contains(top) || top.contains(e));
      });
    });
    if (!seen) found.push(`${name} has the focus and is covered`);
  }
  document.activeElement?.blur();
  scrollTo(0, 0);
  return found;
}
