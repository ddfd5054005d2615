// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
/** Every kind of page as axe-core judges it, light and dark, narrow and wide. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './support/axe.js';
import { NARROW, WIDE, site } from './support/browser.js';
import { completions, field } from './support/page.js';
import { PAGES } from './support/pages.js';

const here = site();

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  for (const viewport of [NARROW, WIDE]) {
    test(`${colorScheme}, ${viewport.width} wide`, async () => {
      const page = await here.open('/', { colorScheme, viewport });
      /** @type {Record<string, string[]>} */ const found = {};
      for (const [name, path] of Object.entries(PAGES)) {
        await page.goto(path);
        const wrong = await violations(page);
        if (wrong.length) found[name] = wrong;
      }
      await page.goto('/?q=渡口');
      await field(page).fill('国际消');
      await completions(page).first().waitFor();
      const wrong = await violations(page);
      if (wrong.length) found.completing = wrong;
      assert.deepEqual(found, {});
    });
  }
}

test('all that can be done is within reach of Tab, and shows where one is', async () => {
  const page = await here.open(PAGES.results);
  const count = await page.locator(':is(a[href], button, input:not([type=hidden]), select, summary):not([tabindex="-1"])').evaluateAll((all) => all.filter((element) => element.checkVisibility()).length);
  const seen = new Set();
  for (let i = 0; i < count + 3; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      // A field is outlined with its button.
      const shown = [element, element.parentElement ?? element].some((at) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(at);
        return outlineStyle !== 'none' && outlineWidth !== '0px';
      });
      return { html: element.outerHTML, shown };
    });
    if (!at) break;
    assert.ok(at.shown, `focus cannot be seen on ${at.html.slice(0, 120)}`);
    seen.add(at.html);
  }
  assert.ok(seen.size >= count * 0.9, `${seen.size} of ${count}`); // two may look alike
});

test('the first Tab leads past everything to the results', async () => {
  const page = await here.open(PAGES.results);
  await page.locator('body').press('Tab');
  const href = await page.evaluate(() => document.activeElement?.getAttribute('href'));
  assert.match(href ?? '', /^#/);
  assert.equal(await page.locator(`main${href}, main ${href}`).count(), 1);
});
