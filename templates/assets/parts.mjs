// A long text comes page by page. While one reads, the next page is put below; its links work without this.
const text = document.querySelector('#text');
const nav = text.querySelector('[data-parts]');
const live = Object.assign(document.createElement('p'), { className: 'hide', ariaLive: 'polite' });
document.body.append(live);

const named = () => { try { return decodeURIComponent(location.hash.slice(1)); } catch { return ''; } };

// A fragment is not sent, so for a provision that is on another page the server is asked which that is.
function arrive() {
  const wid = named();
  const url = new URL(location.href);
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(wid) || document.getElementById(wid) || url.searchParams.get('at') === wid) return;
  for (const name of ['part', 'on']) url.searchParams.delete(name);
  url.searchParams.set('at', wid);
  location.replace(url);
}
addEventListener('hashchange', arrive);
arrive();

// The contents lead to other pages; to what is here already one need not go far.
document.querySelector('.toc').addEventListener('click', (e) => {
  const link = e.target.closest('a[href]');
  if (!link || e.ctrlKey || e.metaKey || e.shiftKey || !document.getElementById(decodeURIComponent(link.hash.slice(1)))) return;
  e.preventDefault();
  location.hash = link.hash;
});

// The address is that of the page one reads.
let at = text.querySelector('.part');
function follow() {
  const now = Array.from(text.querySelectorAll('.part')).findLast((part) => part.getBoundingClientRect().top < innerHeight / 2);
  if (!now || now === at) return;
  at = now;
  const wid = named();
  history.replaceState(history.state, '', now.dataset.part + (wid && now.contains(document.getElementById(wid)) ? location.hash : ''));
}
let due = 0;
addEventListener('scroll', () => { cancelAnimationFrame(due); due = requestAnimationFrame(follow); }, { passive: true });

// next puts the next page below this one. Whoever has the focus on its link goes there themselves; of a version that was
// published meanwhile nothing is put below this one.
let busy = false;
async function next() {
  const link = nav.querySelector('[rel="next"]');
  if (!link || busy || nav.contains(document.activeElement)) return;
  busy = true;
  try {
    const answer = await fetch(link.href, { headers: { accept: 'text/html' } });
    const there = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('#text');
    const part = there?.querySelector('.part');
    if (!part || there.dataset.version !== text.dataset.version) return;
    for (const prov of part.querySelectorAll('.prov')) if (document.getElementById(prov.id)) prov.remove();
    part.querySelector('[rel="prev"]')?.remove();
    nav.before(document.adoptNode(part));
    nav.querySelector('[rel="next"]').parentElement.replaceWith(document.adoptNode(there.querySelector('[data-parts] p')));
    nav.querySelector('[rel="prev"]')?.remove(); // it is above
    text.dispatchEvent(new CustomEvent('part', { detail: part }));
    live.textContent = part.dataset.follows;
  } catch {
    // without a network the link stays as it is
  } finally {
    busy = false;
  }
}
const near = new IntersectionObserver((entries) => { if (entries.some((e) => e.isIntersecting)) next(); }, { rootMargin: '0px 0px 1000px' });
if (!navigator.connection?.saveData) near.observe(nav);
