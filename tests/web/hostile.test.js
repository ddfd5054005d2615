// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
/** What others have written is text wherever it is shown, and nothing of it runs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOSTILE } from './support/articles.js';
import { site } from './support/browser.js';
import { addressSays, article, completions, field, titles } from './support/page.js';
import { PAGES } from './support/pages.js';

const here = site();

/** What only scripts and styles of others could have put there. @param {import('playwright-core').Page} page */
async function nothingRan(page) {
  await page.waitForTimeout(200);
  assert.equal(await page.locator('main :is(script, style, iframe, object, embed, img, [onload], [onerror], [onclick], [onmouseover])').count(), 0);
  assert.equal(await page.locator('[href^="javascript:" i], [src^="javascript:" i], [style]').count(), 0);
  const names = await page.locator('main *').evaluateAll((all) => all.flatMap((element) => element.getAttributeNames()));
  assert.deepEqual(names.filter((name) => name.startsWith('on')), []);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).display === 'none'), false);
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts';

  test(`a hostile article is a hit as any other, ${how}`, async () => {
    const page = await here.open(PAGES.hostile, { javaScriptEnabled });
    assert.equal(await titles(page).first().innerText(), HOSTILE.title);
    assert.ok((await page.locator('main').innerText()).includes(HOSTILE.source));
    await nothingRan(page);
    await titles(page).first().click();
    await page.waitForURL(/\/article\//);
    assert.equal(await page.locator('h1').innerText(), HOSTILE.title);
    await nothingRan(page);
  });

  test(`it is shown whole, ${how}`, async () => {
    const page = await here.open(PAGES['article-hostile'], { javaScriptEnabled });
    const text = (await article(page).innerText()).replace(/\s+/g, ' ');
    for (const piece of ['"><img src=x onerror="', '</mark></main><svg onload="', '&lt;b&gt;灯塔&lt;/b&gt; &amp;amp;', '<style>body{display:none}</style>']) {
      assert.ok(text.includes(piece), piece);
    }
    assert.equal(await article(page).locator('mark').filter({ hasText: /^灯塔守望者$/ }).count(), 3);
    await nothingRan(page);
  });
}

for (const query of ['<script>document.title="owned"</script>', '"><img src=x onerror=document.title="owned">', "' autofocus onfocus=document.title='owned' x='", '{{渡口}}', '渡口 </title><svg onload=document.title="owned">']) {
  test(`a query is text, too: ${query}`, async () => {
    const page = await here.open(`/?${new URLSearchParams({ q: query })}`);
    assert.equal(await field(page).inputValue(), query);
    await nothingRan(page);
    await page.goto('/');
    await field(page).fill(query);
    await field(page).press('Enter');
    await addressSays(page, query);
    await nothingRan(page);
  });
}

test('so are filters, fields and what else an address may hold', async () => {
  const evil = '"><img src=x onerror=document.title=\'owned\'>';
  for (const name of ['filter', 'sort', 'date', 'collapse', 'facet', 'histogram', 'match', 'n', 'offset', evil]) {
    const page = await here.open(`/?${new URLSearchParams({ q: '渡口', [name]: name === 'filter' ? `source:${evil}` : evil })}`);
    await nothingRan(page);
  }
  const page = await here.open(`/?${new URLSearchParams({ q: '灯塔', filter: `source:${HOSTILE.source}` })}`);
  assert.deepEqual(await titles(page).allInnerTexts(), [HOSTILE.title]);
  await nothingRan(page);
});

test('completions are text', async () => {
  const page = await here.open('/');
  await page.route(/\/suggest/, async (route) => {
    const answer = await (await route.fetch()).json();
    answer.suggestions = answer.suggestions.map((/** @type {object} */ one) => ({ ...one, text: '<img src=x onerror="document.title=\'owned\'">' }));
    await route.fulfill({ json: answer });
  });
  await field(page).pressSequentially('国际');
  await completions(page).first().waitFor();
  assert.match(await completions(page).first().innerText(), /<img src=x/);
  await nothingRan(page);
});
