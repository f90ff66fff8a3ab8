
(() => {
'use strict';
{% include "platform.js" %}
const $ = id => document.getElementById(id);
const all = selector => [...document.querySelectorAll(selector)];
const data = JSON.parse($('data').textContent);
const here = platform(), within = isWithinApp();
const on = data.on[here] ? here : Object.keys(data.on)[0];
const [index, intent] = data.on[on];
const form = data.forms[index];
const go = $('go'), status = $('status'), root = document.documentElement;
// The language: that of the page, or the first of the reader's that there is.
const base = navigator.languages.map(own => own.split('-')[0].toLowerCase()).find(own => own in data.strings) || root.lang;
const strings = data.strings[base];
function fit(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => name === 'app' ? data.app : values[name] === undefined ? whole : values[name]);
}
const say = (key, values = {}) => fit(strings[key], values);
if (base !== root.lang) {
  root.lang = base;
  root.dir = strings.dir;
  all('[data-t]').forEach(at => { at.textContent = fit(strings[at.dataset.t], at.dataset); });
  all('[data-t-' + base + ']').forEach(at => { at.textContent = at.getAttribute('data-t-' + base); });
}
{% if link.inputs %}
{% include "fields.js" %}
{% else %}
const link = () => form[0];
const check = () => true;
{% endif %}
function target() {
  const url = link();
  return intent && !url.includes('#') ? 'intent:' + url.slice(url.indexOf(':') + 1) + intent : url;
}
function fill() { go.href = target(); }
fill();
// Nobody can tell whether the app is there; whether the page lost the focus says which words fit better.
function watch() {
  let left = false;
  const leave = () => { left = true; };
  addEventListener('blur', leave, { once: true });
  document.addEventListener('visibilitychange', leave, { once: true });
  status.textContent = say('opening');
  setTimeout(() => { if (!left) status.textContent = $('app-missing').textContent; }, 3000);
}
go.addEventListener('click', event => {
  if (!check()) return event.preventDefault();
  fill();
  watch();
});
all('[data-copy]').forEach(button => {
  button.hidden = false;
  button.addEventListener('click', () => {
    const what = button.dataset.copy;
    if (what === 'link' && !check()) return;
    const text = what === 'link' ? link() : what === 'address' ? location.href.split('#')[0] : $(what).textContent;
    const done = key => () => { status.textContent = button.textContent = say(key); };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done('copied'), done('no_copy'));
    else done('no_copy')();
  });
});
// Only the download for this platform, where there is one.
const gets = all('[data-on]'), isHere = get => get.dataset.on.split(' ').includes(here);
if (gets.some(isHere)) gets.forEach(get => { get.hidden = !isHere(get); });
$('within').hidden = !within;
{% if options.auto_launch and not link.inputs %}
const entry = performance.getEntriesByType('navigation')[0];
const isFresh = document.visibilityState === 'visible' && !document.prerendering && entry && entry.type === 'navigate';
if (isFresh && ['windows', 'macos', 'linux'].includes(here) && !within) {
  addEventListener('load', () => setTimeout(() => {
    watch();
    location.href = target();
  }));
}
{% endif %}
})();
