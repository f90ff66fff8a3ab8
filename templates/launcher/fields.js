// What the fields say, by name: nothing where one is left empty.
const fields = all('[data-input]');
const inputOf = name => data.inputs.find(input => input.name === name);
function typed(name) {
  const field = fields.find(field => field.name === name);
  return field.value === '' ? undefined : field.value;
}
const encode = text => encodeURIComponent(text).replace(/[!'()*]/g, c => '%' + c.charCodeAt(0).toString(16).toUpperCase());
const items = text => text.split(',').map(item => item.trim()).filter(Boolean);
function value(name) {
  const input = inputOf(name);
  const text = [typed(name), input.fallback, input.default[on]].find(text => text != null);
  if (text === undefined) return text;
  return input.type === 'list' ? items(text).map(encode).join(',') : encode(text);
}
// The link with what the fields say, as linkc puts it together (RFC 6570, section 3.2.1).
function link() {
  return form.map(part => {
    if (typeof part === 'string') return part;
    const [first, separator, named, empty, ...items] = part;
    const written = items.map(item => {
      if (typeof item === 'string') return item;
      const text = value(item[0]);
      return text === undefined || !named ? text : item[0] + (text === '' ? empty : '=' + text);
    }).filter(text => text !== undefined);
    return written.length ? first + written.join(separator) : '';
  }).join('');
}
// What is wrong with a text, as linkc judges it; nothing where it is right.
function wrong(type, text) {
{% set types = link.inputs + (link.inputs | map(attribute="items") | select | list) %}
{% set kinds = types | map(attribute="type") | list %}
  if (/[\0-\x1f\x7f]/.test(text)) return say('wrong');
{% if types | selectattr("pattern") | list %}
  if (type.pattern && !new RegExp('^(?:' + type.pattern + ')$', 'u').test(text)) return say('wrong');
{% endif %}
{% if types | selectattr("max_length") | list %}
  if (type.max_length && Array.from(text).length > type.max_length) return say('long', { n: type.max_length });
{% endif %}
{% if types | selectattr("except") | list %}
  if ((type.except || []).some(part => text.includes(part))) return say('wrong');
{% endif %}
{% if "integer" in kinds or "port" in kinds %}
  if (type.type === 'integer' || type.type === 'port') {
    const { min = -Infinity, max = Infinity } = type;
    const shown = n => isFinite(n) ? n : '…';
    if (!/^(0|-?[1-9]\d*)$/.test(text) || +text < min || +text > max) return say('range', { min: shown(min), max: shown(max) });
  }
{% endif %}
{% if "host" in kinds %}
  if (type.type === 'host' && !/^(\[[\da-f:.]+\]|[a-z\d]([a-z\d-]{0,61}[a-z\d])?(\.[a-z\d]([a-z\d-]{0,61}[a-z\d])?)*)$/i.test(text)) return say('wrong');
{% endif %}
{% if "date-time" in kinds %}
  if (type.type === 'date-time' && (!/^\d{4}(-\d\d){2}T\d\d(:\d\d){2}(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text) || isNaN(Date.parse(text)))) return say('wrong');
{% endif %}
{% if "json" in kinds %}
  if (type.type === 'json') try { JSON.parse(text); } catch (error) { return say('wrong'); }
{% endif %}
{% if "url" in kinds %}
  if (type.type === 'url') {
    let url;
    try { url = new URL(text); } catch (error) { return say('wrong'); }
    const scheme = url.protocol.slice(0, -1);
    const takes = type.schemes ? type.schemes.includes(scheme) : !/^(javascript|data|vbscript|file|blob|about|view-source|.)$/.test(scheme);
    if (!takes || /\s/.test(text) || url.username || url.password || (type.hosts && !type.hosts.includes(url.hostname))) return say('wrong');
  }
{% endif %}
{% if "list" in kinds %}
  if (type.type === 'list') {
    const list = items(text);
    if (type.max_items && list.length > type.max_items) return say('items', { n: type.max_items });
    return list.map(item => wrong(type.items, item)).find(Boolean);
  }
{% endif %}
}
{% if link.constraints %}
// What does not hold between parameters. The link itself says what is in it.
function broken() {
  const url = link();
  const given = name => (new RegExp('[?&;]' + name.replace(/\W/g, '\\$&') + '=([^&;#]*)').exec(url) || [])[1];
  const count = names => names.filter(name => given(name) !== undefined).length;
  for (const constraint of data.constraints) {
    const kind = Object.keys(constraint)[0], what = constraint[kind];
    const names = kind === 'if' ? what.require.concat(what.allow) : what;
    const n = count(names);
    const fails = {
      one_of: () => n !== 1,
      any_of: () => n < 1,
      at_most_one: () => n > 1,
      together: () => n && n < names.length,
      if: () => what.when.every(one => one.values.some(text => encode(text) === given(one.parameter)))
        ? count(what.require) < what.require.length : count(what.allow)
    };
    if (fails[kind]()) return say('together', { names: names.join(', ') });
  }
  return '';
}
{% endif %}
function check() {
  let first;
  for (const field of fields) {
    const input = inputOf(field.name), text = typed(field.name);
    const problem = text !== undefined ? wrong(input, text) : input.required.includes(on) ? say('required') : '';
    const place = $(field.id + '-bad');
    place.textContent = problem || '';
    place.hidden = !problem;
    field.setAttribute('aria-invalid', !!problem);
    if (problem && !first) first = field;
  }
  if (first) first.focus();
{% if link.constraints %}
  const together = first ? '' : broken();
  status.textContent = together;
  if (together) return false;
{% endif %}
  return !first;
}
fields.forEach(field => field.addEventListener('input', fill));
$('fields').hidden = go.hidden = false;
{% if not link.urls[0].closed %}
$('no-scripts').hidden = true;
{% endif %}
