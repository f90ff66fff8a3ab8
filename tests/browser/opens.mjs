// The right link for every visitor, handed to another process, and nothing without a click.
import fs from 'node:fs';
import path from 'node:path';
import { AGENTS, expect, finish, launch, open, same, serve } from './browser.mjs';

const root = process.argv[2];
const { at, asked } = await serve(root);
const { browser, lines, next, close } = await launch();

// What the target `url` says of the same links: `<link> <platform>` and the URL.
const urls = {};
let link;
for (const line of fs.readFileSync(path.join(root, 'url/links.txt'), 'utf8').split('\n')) {
  const [platform, url] = line.split('\t');
  if (line.startsWith('# ')) link = line.slice(2).split(':')[0];
  else if (url) urls[`${link} ${platform}`] = url;
}

/** Clicks, and holds what the handler is given to `wanted`. */
async function opens(page, selector, wanted, what) {
  const count = lines().length;
  await page.click(selector);
  same(await next(count), `1 ${wanted}`, what);
}

/** The data URL that an intent stands for, and its extras: what Intent.parseUri of Android makes of it. */
function readIntent(intent) {
  const [, data, extras] = /^intent:(.*)#Intent;(.*);end$/.exec(intent);
  const pairs = Object.fromEntries(extras.split(';').map(pair => pair.split('=').map(decodeURIComponent)));
  return { url: `${pairs.scheme}:${data}`, ...pairs };
}

for (const name of ['plain', 'fallback']) {
  for (const agent of Object.keys(AGENTS)) {
    const what = `${name}, ${agent}`;
    const platform = agent === 'wechat' ? 'android' : agent;
    const url = urls[`${name} ${platform}`];

    const launcher = await open(browser, `${at}/launcher/${name}.html`, { agent });
    const href = await launcher.page.getAttribute('#go', 'href');
    if (platform === 'android') {
      const intent = readIntent(href);
      same(intent.url, url, `${what}: the intent's link`);
      same(intent.package, 'com.example.app', `${what}: the intent's package`);
      same(intent['S.browser_fallback_url'], `https://go.example.com/m/${name}#app-missing`, `${what}: the way back`);
    } else {
      same(href, url, `${what}: the link on the button`);
    }
    same(await launcher.page.isVisible('#within'), agent === 'wechat', `${what}: the note on browsers within apps`);
    await launcher.page.waitForTimeout(agent === 'ios' ? 1000 : 200);
    same(await launcher.page.evaluate(() => performance.getEntriesByType('resource').length), 0, `${what}: resources`);
    await launcher.behaves(what);
    const count = lines().length;
    await opens(launcher.page, '#go', href, `${what}: what the launcher opens`);
    same(lines().length, count + 1, `${what}: how often it opens`);
    await launcher.close();

    const snippet = await open(browser, `${at}/html/${name}.html`, { agent });
    const shown = agent === 'wechat' ? `https://go.example.com/m/${name}` : platform === 'android' ? null : url;
    for (const anchor of [0, 1]) {
      const own = await snippet.page.locator('a').nth(anchor).getAttribute('href');
      if (shown) same(own, shown, `${what}: the link of the snippet`);
      else same(readIntent(own).url, url, `${what}: the intent of the snippet`);
    }
    await snippet.behaves(`${what}, snippet`);
    if (agent !== 'wechat') {
      const own = await snippet.page.locator('a').first().getAttribute('href');
      await opens(snippet.page, 'a', own, `${what}: what the snippet opens`);
    }
    await snippet.close();
  }
  for (const kind of ['launcher', 'html']) {
    const plain = await open(browser, `${at}/${kind}/${name}.html`, { javaScriptEnabled: false });
    const selector = kind === 'launcher' ? '#go' : 'a';
    await plain.behaves(`${name}, ${kind}, no scripts`);
    await opens(plain.page, selector, urls[`${name} android`], `${name}, ${kind}: the base link without scripts`);
    await plain.close();
  }
}
// `intent:` and custom schemes never reach the server: only pages were asked for.
const strangers = asked.filter(name => !/^\/(launcher|html)\/\w+\.html$/.test(name));
same(strangers.join(' '), '', 'what else was asked of the server');

// Nothing opens by itself, but where it was asked for, and then on a desktop only.
for (const [agent, wanted] of [['windows', 1], ['ios', 0], ['android', 0], ['wechat', 0]]) {
  // Chromium grants one launch that nobody clicked for, so each has a browser of its own.
  const own = await launch();
  const auto = await open(own.browser, `${at}/auto/plain.html`, { agent });
  await own.next(0, wanted ? 15000 : 2000);
  same(own.lines().join(), wanted ? `1 ${urls['plain windows']}` : '', `${agent}: what an automatic page opens`);
  await auto.close();
  await own.close();
}

// Fields: judged as linkc judges values, then written as linkc writes them.
const form = await open(browser, `${at}/launcher/asking.html`);
const before = lines().length;
const refuses = async (field, text, why) => {
  if (text !== undefined) await form.page.fill(`[name=${field}]`, text);
  await form.page.click('#go');
  expect(await form.page.isVisible(`#input-${field}-bad`), `${why} is not refused`);
  same(await form.page.evaluate(() => document.activeElement.name), field, `${why}: the focus`);
};
await refuses('text', undefined, 'a missing text');
await refuses('text', 'x'.repeat(41), 'a text too long');
await refuses('text', 'a#b', 'a text with what must not be in it');
const text = `Ann O'Hara & Co +1 é 中 😀 ~*()!"<>%`;
await form.page.fill('[name=text]', text);
await refuses('code', '123', 'a code that does not fit the pattern');
await refuses('code', '１２３４', 'a code in other digits');
await form.page.fill('[name=code]', '0123');
for (const wrong of ['0', '13', '07', '1.5', 'two']) await refuses('count', wrong, `the count ${wrong}`);
await form.page.fill('[name=count]', '12');
for (const wrong of ['http://example.com', 'example', 'https://a:b@example.com']) await refuses('site', wrong, `the site ${wrong}`);
await form.page.fill('[name=site]', 'https://example.com/a?b=c&d');
for (const wrong of ['2026-11-22', '2026-11-22T09:30:00', '2026-13-22T09:30:00Z']) await refuses('at', wrong, `the moment ${wrong}`);
await form.page.fill('[name=at]', '2026-11-22T09:30:00+08:00');
await refuses('who', 'a,b,c,d', 'a list too long');
await form.page.fill('[name=who]', 'Jo, Lee & Kim');
await form.page.click('#go');
expect(/mode, count/.test(await form.page.textContent('#status')), 'a number without its mode is not refused');
same(lines().length, before, 'how many links a refused form opens');
await form.page.selectOption('[name=mode]', 'full');
const encoded = value => encodeURIComponent(value).replace(/[!'()*]/g, c => '%' + c.charCodeAt(0).toString(16).toUpperCase());
const wanted = `linkc-test://app/fill?text=${encoded(text)}&code=0123&count=12&flag=close&mode=full` +
  `&site=${encoded('https://example.com/a?b=c&d')}&at=${encoded('2026-11-22T09:30:00+08:00')}&who=Jo,${encoded('Lee & Kim')}`;
await form.behaves('the form');
await opens(form.page, '#go', wanted, 'what a form opens');
await form.close();

const silent = await open(browser, `${at}/launcher/asking.html`, { javaScriptEnabled: false });
expect(await silent.page.isHidden('#go') && await silent.page.isVisible('#no-scripts'), 'a page that must ask says that it needs scripts');
await silent.close();

const chinese = await open(browser, `${at}/launcher/fallback.html`, { locale: 'zh-CN' });
same(await chinese.page.getAttribute('html', 'lang'), 'zh', 'the language of a Chinese reader');
same(await chinese.page.textContent('#go'), '打开Test & App', 'the button of a Chinese reader');
same(await chinese.page.textContent('label span'), '您的姓名', 'the label of a Chinese reader');
await chinese.behaves('in Chinese');
await chinese.close();

// A copy is the text itself.
const copying = await open(browser, `${at}/launcher/plain.html`, { permissions: ['clipboard-read', 'clipboard-write'] });
await copying.page.click('[data-copy=link]');
same(await copying.page.evaluate(() => navigator.clipboard.readText()), urls['plain windows'], 'the copied link');
await copying.page.click('[data-copy=shown-text]');
same(await copying.page.evaluate(() => navigator.clipboard.readText()), "Ann O'Hara & Co +1 é 中 ~*()!", 'the copied text');
await copying.close();

await close();
finish();
