// Chromium with a home of its own, a handler for the schemes of the tests in another process, and eyes on everything
// that a page should not do.
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const tools = process.env.LINKC_BROWSER_TOOLS;
const module = name => path.join(tools, 'node_modules', name);
const { chromium } = await import(pathToFileURL(module('playwright-core/index.mjs')));
export const axe = () => fs.readFileSync(module('axe-core/axe.min.js'), 'utf8');

export const AGENTS = {
  windows: ['Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'],
  macos: ['macOS', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'],
  android: ['Android', 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36'],
  ios: ['', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1'],
  wechat: ['Android', 'Mozilla/5.0 (Linux; Android 14; 2210132C Build/UKQ1.230804.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 XWEB/1260183 MMWEBSDK/20240404 MicroMessenger/8.0.49.2600(0x2800315A) WeChat/arm64 Weixin NetType/WIFI Language/en_US'],
};

const failures = [];
export function expect(holds, what) {
  if (!holds) failures.push(what);
}
export function same(found, wanted, what) {
  expect(found === wanted, `${what}:\n    wanted ${JSON.stringify(wanted)}\n    found  ${JSON.stringify(found)}`);
}
/** Ends the process: 0 when all held. */
export function finish() {
  for (const failure of failures.slice(0, 20)) console.log('- ' + failure);
  if (failures.length) console.log(`${failures.length} failed`);
  process.exit(failures.length ? 1 : 0);
}
process.on('unhandledRejection', error => { console.log(error); process.exit(2); });

/** Headers by page, from the artifact for Netlify. */
function headersOf(file) {
  const pages = [];
  for (const line of fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n') : []) {
    const header = /^  ([\w-]+): (.*)$/.exec(line);
    if (line.startsWith('/')) pages.push([path.basename(line).replace('*', ''), {}]);
    else if (header) pages.at(-1)[1][header[1]] = header[2];
  }
  return Object.fromEntries(pages);
}

/** Serves folders on the loopback, launcher pages with the headers that come with them. */
export async function serve(root) {
  const asked = [];
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(request.url.split('?')[0]);
    asked.push(name);
    const file = path.join(root, name);
    if (!fs.existsSync(file)) return response.writeHead(404).end();
    const headers = headersOf(path.join(path.dirname(file), '_headers'))[path.basename(file, '.html')];
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...headers }).end(fs.readFileSync(file));
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return { at: `http://127.0.0.1:${server.address().port}`, asked };
}

/** A browser, and what its handler was given so far. */
export async function launch() {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'linkc-browser-'));
  const given = path.join(home, 'given');
  const handler = path.join(home, 'handler.sh');
  fs.writeFileSync(handler, `#!/bin/sh\nprintf '%s %s\\n' "$#" "$1" >> '${given}'\n`, { mode: 0o755 });
  fs.mkdirSync(path.join(home, 'data/applications'), { recursive: true });
  fs.mkdirSync(path.join(home, 'config'));
  const types = ['linkc-test', 'cloudlink', 'intent'].map(scheme => `x-scheme-handler/${scheme}`);
  fs.writeFileSync(path.join(home, 'data/applications/linkc-test.desktop'),
    `[Desktop Entry]\nType=Application\nName=linkc test\nExec=${handler} %u\nMimeType=${types.join(';')};\n`);
  fs.writeFileSync(path.join(home, 'config/mimeapps.list'),
    '[Default Applications]\n' + types.map(type => `${type}=linkc-test.desktop\n`).join(''));
  const browser = await chromium.launch({
    executablePath: process.env.LINKC_CHROMIUM, headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
    // xdg-open looks handlers up only where there is a display; it may be any.
    env: { PATH: process.env.PATH, HOME: home, XDG_DATA_HOME: `${home}/data`, XDG_CONFIG_HOME: `${home}/config`,
      DISPLAY: ':1234' },
  });
  const lines = () => fs.existsSync(given) ? fs.readFileSync(given, 'utf8').split('\n').filter(Boolean) : [];
  return {
    browser, lines,
    /** What the handler is given next; nothing when nothing comes. */
    async next(count, wait = 8000) {
      for (const end = Date.now() + wait; Date.now() < end;) {
        if (lines().length > count) return lines()[count];
        await new Promise(done => setTimeout(done, 50));
      }
    },
    async close() { await browser.close(); fs.rmSync(home, { recursive: true, force: true }); },
  };
}

/** A page as `agent` opens it; `settled` says what it did that it should not. */
export async function open(browser, url, { agent = 'windows', frames = false, ...options } = {}) {
  const [platform, userAgent] = AGENTS[agent];
  const context = await browser.newContext({ userAgent, viewport: { width: 800, height: 900 }, locale: 'en-US', ...options });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const mobile = /Mobile/.test(userAgent);
  await session.send('Emulation.setUserAgentOverride', {
    userAgent, userAgentMetadata: { platform, platformVersion: '', architecture: '', model: '', mobile },
  });
  const seen = [];
  page.on('request', request => request.url() === url || (frames && request.isNavigationRequest()) || request.url() === 'data:,' || seen.push(`asked for ${request.url()}`));
  page.on('console', message => ['error', 'warning'].includes(message.type()) && seen.push(`said ${message.text()}`));
  page.on('pageerror', error => seen.push(`threw ${error}`));
  page.on('dialog', dialog => { seen.push(`showed a dialog: ${dialog.message()}`); dialog.dismiss(); });
  if (options.javaScriptEnabled !== false) {
    await page.addInitScript(() => {
      window.violations = [];
      addEventListener('securitypolicyviolation', event => window.violations.push(`${event.violatedDirective} ${event.sample}`));
    });
  }
  await page.goto(url, { waitUntil: options.javaScriptEnabled === false ? 'load' : 'domcontentloaded' });
  return {
    page,
    close: () => context.close(),
    async behaves(what) {
      if (options.javaScriptEnabled !== false) seen.push(...await page.evaluate(() => window.violations));
      expect(seen.length === 0, `${what}: ${seen.join('; ')}`);
    },
  };
}
