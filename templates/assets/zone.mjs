// Tells the server the time zone of this device, and until it knows fills in the reader's times.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.split('; ').includes(`zone=${zone}`)) {
  document.cookie = `zone=${zone}; Path=/; Max-Age=31536000; SameSite=Lax${location.protocol === 'https:' ? '; Secure' : ''}`;
}
const page = document.documentElement.lang;
const lang = `${page === 'en' ? 'en-GB' : page}-u-nu-latn`;
const between = { ar: '، ', zh: ' ' }[page] ?? ', ';
const write = (time, timeZone, how) => new Intl.DateTimeFormat(lang, { ...how, timeZone, hourCycle: 'h23' }).format(time);
const day = (time, timeZone) => write(time, timeZone, { dateStyle: 'long' });
const clock = (time, timeZone) => write(time, timeZone, { timeStyle: 'short' });
for (const el of document.querySelectorAll('[data-local]')) {
  const time = new Date(el.dataset.local);
  const there = el.dataset.zone || 'UTC';
  const sameDay = day(time, zone) === day(time, there);
  if (sameDay && clock(time, zone) === clock(time, there)) continue;
  const yours = sameDay ? clock(time, zone) : day(time, zone) + between + clock(time, zone);
  el.textContent = `(${el.dataset.words.replace('{time}', yours)})`;
  el.hidden = false;
}
// One menu at a time, closed by Escape or by going elsewhere.
const menus = document.querySelectorAll('details.menu');
document.addEventListener('keydown', (e) => {
  if (e.key !== 'Escape') return;
  for (const m of menus) if (m.open) { m.open = false; m.querySelector('summary').focus(); }
});
document.addEventListener('click', (e) => { for (const m of menus) if (!m.contains(e.target)) m.open = false; });
