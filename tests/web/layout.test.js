// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
/** Every kind of page, narrow and wide, light and dark, and on paper: as pictures to look at, and
 * nothing may be wider than the window. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { violations } from './support/axe.js';
import { NARROW, WIDE, site } from './support/browser.js';
import { PICTURES } from './support/environment.js';
import { PAGES } from './support/pages.js';

const here = site();

/** What reaches out of the window. @param {import('playwright-core').Page} page */
const tooWide = (page) => page.evaluate(() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > width + 0.5)
    .map((element) => element.outerHTML.slice(0, 100));
});

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  for (const viewport of [NARROW, WIDE]) {
    test(`${colorScheme}, ${viewport.width} wide`, async () => {
      const page = await here.open('/', { colorScheme, viewport });
      for (const [name, path] of Object.entries(PAGES)) {
        await page.goto(path);
        assert.deepEqual(await tooWide(page), [], `${name} scrolls sideways`);
        await page.screenshot({ path: join(PICTURES, `${name}-${viewport.width}-${colorScheme}.png`), fullPage: true });
      }
    });
  }
}

test('letters twice as large still fit', async () => {
  const page = await here.open('/', { viewport: NARROW });
  for (const [name, path] of Object.entries(PAGES)) {
    await page.goto(path);
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    assert.deepEqual(await tooWide(page), [], `${name} scrolls sideways`);
  }
});

test('what can be touched is large enough for a finger', async () => {
  const page = await here.open(PAGES.results, { viewport: NARROW, hasTouch: true, isMobile: true });
  const small = await page.locator('main form button, form button, main nav a').evaluateAll((all) => all
    .filter((element) => element.checkVisibility())
    .map((element) => [element.textContent, element.getBoundingClientRect().height])
    .filter(([, height]) => Number(height) < 24));
  assert.deepEqual(small, []);
});

for (const name of ['results', 'article-long']) {
  test(`${name} on paper`, async () => {
    const page = await here.open(PAGES[name], { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('form button').first().isVisible(), false);
    assert.deepEqual(await violations(page), []); // nothing pale on white, whatever the screen is
    const paper = await page.pdf({ format: 'A4', path: join(PICTURES, `${name}.pdf`) });
    assert.ok(paper.length > 5000);
  });
}
