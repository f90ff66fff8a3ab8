// The stub in JavaScript on a page of somebody's own: it finds out the visitor's platform, and what it opens arrives in
// another process.
import fs from 'node:fs';
import path from 'node:path';
import { AGENTS, finish, launch, open, same, serve } from './browser.mjs';

const root = process.argv[2];
const { at } = await serve(root);
const { browser, lines, next, close } = await launch();

// What the target `url` says of the same links.
const urls = {};
let link;
for (const line of fs.readFileSync(path.join(root, 'url/links.txt'), 'utf8').split('\n')) {
  const [platform, url] = line.split('\t');
  if (line.startsWith('# ')) link = line.slice(2).split(':')[0];
  else if (url) urls[`${link} ${platform}`] = url;
}

fs.writeFileSync(path.join(root, 'stub.html'), `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>A page</title></head><body>
<button id="plain">Open</button> <button id="fallback">Open</button>
<script type="module">
${fs.readFileSync(path.join(root, 'javascript/links.js'), 'utf8')}
document.querySelector('#plain').onclick = () => openPlain();
document.querySelector('#fallback').onclick = () => openFallback();
</script></body></html>`);

for (const agent of Object.keys(AGENTS)) {
  for (const name of ['plain', 'fallback']) {
    const page = await open(browser, `${at}/stub.html`, { agent });
    const count = lines().length;
    await page.page.click(`#${name}`);
    const platform = agent === 'wechat' ? 'android' : agent;
    same(await next(count), `1 ${urls[`${name} ${platform}`]}`, `${name}, ${agent}: what the stub opens`);
    await page.close();
  }
}
await close();
finish();
