// Every page in a narrow window, in the light and in the dark: nothing overflows, what is clicked is big enough, and
// axe has nothing to say.
import { axe, expect, finish, launch, open, serve } from './browser.mjs';

const [root, ...pages] = process.argv.slice(2);
const { at } = await serve(root);
const { browser, close } = await launch();
for (const name of pages) {
  for (const colorScheme of ['light', 'dark']) {
    const what = `${name}, ${colorScheme}`;
    const own = await open(browser, `${at}/${name}`, { colorScheme, agent: 'wechat', viewport: { width: 320, height: 700 } });
    await own.page.evaluate(() => document.querySelectorAll('details').forEach(details => { details.open = true; }));
    await own.page.evaluate(() => { location.hash = 'app-missing'; });
    const found = await own.page.evaluate(() => {
      const found = [];
      const root = document.scrollingElement;
      if (root.scrollWidth > innerWidth) found.push(`it is ${root.scrollWidth} pixels wide`);
      for (const one of document.querySelectorAll('a, button, input, select, summary')) {
        // A link in running text is as high as its line (WCAG 2.2, success criterion 2.5.8).
        const { height, width } = one.getBoundingClientRect();
        if (height && (height < 44 || width < 44) && getComputedStyle(one).display !== 'inline') {
          found.push(`${one.outerHTML.slice(0, 90)} is ${Math.round(width)} by ${Math.round(height)}`);
        }
      }
      return found;
    });
    expect(found.length === 0, `${what}: ${found.join('; ')}`);
    await own.page.evaluate(axe());
    const { violations } = await own.page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    for (const violation of violations) {
      expect(false, `${what}: ${violation.id}: ${violation.nodes.map(node => node.html.slice(0, 120)).join(' | ')}`);
    }
    await own.behaves(what);
    await own.close();
  }
}
await close();
finish();
