// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
/** The page speaks the language that the browser asks for; what is found says its own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { site } from './support/browser.js';
import { PAGES } from './support/pages.js';
import { article, titles } from './support/page.js';

const here = site();

/** @param {string} header @param {string} path */
const asked = (header, path) => here.open(path, { locale: header.split(/[,;]/)[0], extraHTTPHeaders: { 'Accept-Language': header } });

for (const [header, language, word] of [
  ['zh-CN', 'zh-Hans', '检索'],
  ['zh-TW', 'zh-Hant', '檢索'],
  ['zh-HK,zh;q=0.9', 'zh-Hant', '檢索'],
  ['en', 'en', 'Search'],
  ['en-GB;q=0.9,zh-CN;q=0.5', 'en', 'Search'],
  ['fr', 'zh-Hans', '检索'],
]) {
  test(`${header}: ${language}`, async () => {
    const page = await asked(header, '/?q=渡口');
    assert.equal(await page.locator('html').getAttribute('lang'), language);
    assert.ok((await page.locator('form').first().innerText()).includes(word) ||
      (await page.locator('form button').first().getAttribute('aria-label'))?.includes(word));
    assert.equal(await titles(page).count(), 10);
  });
}

/** The language that an element is read in. @param {import('playwright-core').Locator} element */
const spoken = (element) => element.evaluate((at) => at.closest('[lang]')?.getAttribute('lang'));

test('an article is in its own language, on a page of any', async () => {
  const page = await asked('en', PAGES['article-traditional']);
  assert.equal(await spoken(page.locator('h1')), 'zh-Hant');
  assert.equal(await spoken(article(page).locator('mark').first()), 'zh-Hant');
  await page.goto(PAGES['article-long']);
  assert.equal(await spoken(page.locator('h1')), 'zh-Hans');
});

test('so is a hit', async () => {
  const page = await asked('zh-CN', '/?q=灯塔');
  const hant = titles(page).filter({ hasText: '守燈人' });
  assert.equal(await spoken(hant), 'zh-Hant');
  await page.goto('/?q=lighthouse');
  assert.equal(await spoken(titles(page).first()), 'en');
});
