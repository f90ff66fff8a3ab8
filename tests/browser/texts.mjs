// Texts that nobody means well with, as title, summary, value and the names of the app: the page has exactly the
// elements of its template, no script runs, and the link decodes to the text.
import fs from 'node:fs';
import path from 'node:path';
import { expect, finish, launch, open, same, serve } from './browser.mjs';

const root = process.argv[2];
const texts = JSON.parse(fs.readFileSync(path.join(root, 'texts.json'), 'utf8'));
const { at } = await serve(root);
const { browser, close } = await launch();

// In the page: the tags and attributes of every element below `at`, and what stands where the text should.
const look = `(at => {
  const all = [at, ...at.querySelectorAll('*')];
  const shape = all.map(one => one.tagName + ' ' + [...one.attributes].map(own => own.name).join(' ')).join('\\n');
  const links = [...at.querySelectorAll('a')].map(a => a.href).filter(href => /^(linkc-test|intent):/.test(href));
  return { shape, links, ran: window.ran, title: document.title,
    heading: (at.querySelector('h1, h2') || at.querySelector('a')).textContent };
})`;
// What HTML cannot say stands there as U+FFFD, and a title without its white space.
const asShown = text => text.replace(/\r\n?/g, '\r').replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]/g, '\ufffd');
const plain = {};
function holds(found, text, what) {
  // What is too long for a QR code has none.
  const kind = `${what} ${encodeURIComponent(text).length > 2000}`;
  plain[kind] = plain[kind] || found.shape;
  same(found.shape, plain[kind], `${JSON.stringify(text)}, ${what}: the elements`);
  same(found.ran, undefined, `${JSON.stringify(text)}, ${what}: a script`);
  same(found.heading.trim().replace(/\s+/g, ' '), asShown(text).trim().replace(/\s+/g, ' '), `${JSON.stringify(text)}, ${what}: the title`);
  expect(found.links.length > 0, `${JSON.stringify(text)}, ${what}: there is no link`);
  for (const link of found.links) {
    const value = /[?&]text=([^&#]*)/.exec(link)[1];
    same(decodeURIComponent(value), text, `${JSON.stringify(text)}, ${what}: the link`);
  }
}

// The launcher pages, each a document of its own with its own policy, many at once in frames.
const host = await open(browser, `${at}/host.html`, { frames: true });
for (let first = 0; first < texts.length; first += 48) {
  const names = texts.slice(first, first + 48).map((_, index) => `/launcher/n${first + index}.html`);
  const found = await host.page.evaluate(`Promise.all(${JSON.stringify(names)}.map(name => new Promise(done => {
    const frame = document.createElement('iframe');
    frame.src = name;
    frame.onload = () => {
      const { document, violations, ran } = frame.contentWindow;
      const seen = ${look}(document.documentElement);
      frame.remove();
      done({ ...seen, ran, violations });
    };
    document.body.append(frame);
  })))`);
  found.forEach((one, index) => {
    holds(one, texts[first + index], 'launcher');
    same(one.violations.join(), '', `${JSON.stringify(texts[first + index])}: violations`);
  });
}
await host.behaves('launcher');
await host.close();

// All of them on one page: in the preview, and as snippets that somebody pasted.
for (const [file, selector, what] of [['preview/links.preview.html', 'article', 'preview'], ['html/all.html', 'section', 'html']]) {
  const own = await open(browser, `${at}/${file}`);
  const found = await own.page.evaluate(`[...document.querySelectorAll('${selector}')].map(${look})`);
  same(found.length, texts.length, `${what}: how many there are`);
  found.forEach((one, index) => holds(one, texts[index], what));
  await own.behaves(what);
  await own.close();
}
console.log(`${texts.length} texts`);
await close();
finish();
