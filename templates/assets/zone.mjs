// Tells the server the time zone of this device, and until it knows fills in the reader's times.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.split('; ').includes(`zone=${zone}`)) {
  document.cookie = `zone=${zone}; Path=/; Max-Age=31536000; SameSite=Lax${location.protocol === 'https:' ? '; Secure' : ''}`;
}
const lang = `${document.documentElement.lang}-u-nu-latn`;
const say = (time, timeZone) => new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23', timeZone }).format(time);
for (const el of document.querySelectorAll('[data-local]')) {
  const time = new Date(el.dataset.local);
  const yours = say(time, zone);
  if (yours === say(time, el.dataset.zone || 'UTC')) continue; // the same clock
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
