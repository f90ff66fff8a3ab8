// The stub in TypeScript of the schema that comes with linkc, compiled, on a page: for every page of the schema and every
// platform that has a browser, another process gets linkc's bytes; and without an app, the page is told.
import fs from 'node:fs';
import path from 'node:path';
import { expect, finish, launch, open, same, serve } from './browser.mjs';

const root = process.argv[2];
const { at } = await serve(root);
const { browser, lines, next, close } = await launch();
const { vectors } = JSON.parse(fs.readFileSync(path.join(root, 'vectors.json'), 'utf8'));
const stub = fs.readFileSync(path.join(root, 'typescript/huawei-cloud-meeting.js'), 'utf8');
const opening = [...stub.matchAll(/^export function (open\w+)/gm)].map(match => match[1]);

fs.writeFileSync(path.join(root, 'vectors.html'), `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>A page</title></head><body>
<button>Open</button>
<script type="module">
${stub}
const opening = { ${opening.join(', ')} };
document.querySelector('button').onclick = () => {
  const { name, values } = window.wanted;
  window.opened = Object.keys(values).length === 0 ? opening[name]() : opening[name](values);
};
</script></body></html>`);

const camel = name => name.replace(/[-_](\w)/g, (_, letter) => letter.toUpperCase());

/** Clicks on the button of a page that wants `vector` to be opened. */
async function click(page, { link, values }) {
  const name = `open-${link}`;
  const own = Object.fromEntries(Object.entries(values).map(([name, value]) => [camel(name), value]));
  await page.evaluate(wanted => { window.wanted = wanted; }, { name: camel(name), values: own });
  await page.click('button');
}

// Of each link on each platform, some links that are not the same.
const chosen = {};
for (const vector of vectors) {
  if (!['android', 'ios', 'windows', 'macos'].includes(vector.platform) || !vector.url || vector.url.length > 1000) continue;
  const own = chosen[`${vector.link} ${vector.platform}`] ??= new Map();
  if (own.size < 4) own.set(vector.url, vector);
}
expect(Object.keys(chosen).length > 20, `links are opened for ${Object.keys(chosen).join(', ')} alone`);
for (const [what, own] of Object.entries(chosen)) {
  for (const vector of own.values()) {
    const page = await open(browser, `${at}/vectors.html`, { agent: vector.platform });
    const count = lines().length;
    await click(page.page, vector);
    same(await next(count), `1 ${vector.url}`, `what the stub opens: ${what}`);
    await page.close();
  }
}

// Chromium does not say whether there is an app. The focus, which a page without a screen never loses, tells.
for (const installed of [true, false]) {
  const { page, close } = await open(browser, `${at}/vectors.html`);
  await click(page, { link: 'launch', values: {} });
  if (installed) await page.evaluate(() => { window.dispatchEvent(new Event('blur')); });
  same(await page.evaluate(() => window.opened), installed, 'whether the stub says that it opened the app');
  await close();
}
await close();
finish();
