// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
/** The page without its script: what a form and links can do, which is all but typing ahead. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { site } from './support/browser.js';
import { field, linksTo, main, next, parameter, previous, titles, total } from './support/page.js';

const here = site();
/** @param {string} path */
const open = (path) => here.open(path, { javaScriptEnabled: false });

test('the form searches', async () => {
  const page = await open('/');
  assert.equal(await titles(page).count(), 0);
  await field(page).fill('渡口');
  await field(page).press('Enter');
  assert.equal(parameter(page, 'q'), '渡口');
  assert.equal(await titles(page).count(), 10);
  assert.match(await total(page).innerText(), /36 篇/);
  assert.equal(await field(page).inputValue(), '渡口');
  assert.ok((await page.locator('main mark').allInnerTexts()).includes('渡口'));
});

test('the button searches, too', async () => {
  const page = await open('/');
  await field(page).fill('守燈人');
  await page.locator('form button').first().click();
  assert.equal(parameter(page, 'q'), '守燈人');
  assert.deepEqual(await titles(page).allInnerTexts(), ['鵝鑾鼻燈塔的守燈人']);
});

test('a value of a facet is added and taken away', async () => {
  const page = await open('/?q=渡口');
  await linksTo(page, 'filter', 'source:河畔日报').first().click();
  assert.equal(parameter(page, 'filter'), 'source:河畔日报');
  assert.match(await total(page).innerText(), /12 篇/);
  await linksTo(page, 'filter', 'section:生活').first().click();
  assert.equal(parameter(page, 'filter'), 'source:河畔日报 & section:生活');
  await page.locator('main a[href*="section"]:not([href*="source"])').first().click();
  assert.equal(parameter(page, 'filter'), 'section:生活');
  await page.goBack();
  assert.equal(parameter(page, 'filter'), 'source:河畔日报 & section:生活');
});

test('a bar of the histogram leads to its year', async () => {
  const page = await open('/?q=渡口');
  await linksTo(page, 'date', '2019').first().click();
  assert.equal(parameter(page, 'date'), '2019');
  assert.equal(await titles(page).count(), 6);
});

test('pages follow one another', async () => {
  const page = await open('/?q=渡口');
  const first = await titles(page).allInnerTexts();
  const seen = new Set(first);
  assert.equal(await previous(page).count(), 0);
  while (await next(page).count()) {
    await next(page).first().click();
    for (const title of await titles(page).allInnerTexts()) seen.add(title);
  }
  assert.equal(seen.size, 36);
  assert.equal(parameter(page, 'offset'), '30');
  for (let i = 0; i < 3; i++) await previous(page).first().click();
  assert.deepEqual(await titles(page).allInnerTexts(), first);
});

test('hits are sorted by date', async () => {
  const page = await open('/?q=渡口');
  await linksTo(page, 'sort', 'date').first().click();
  assert.equal(parameter(page, 'sort'), 'date');
  assert.match(await titles(page).first().innerText(), /之(12|36)$/);
});

test('an article is shown whole, and leads to those like it and back', async () => {
  const page = await open('/?q=渡口');
  const title = await titles(page).first().innerText();
  await titles(page).first().click();
  assert.equal(await page.locator('h1').innerText(), title);
  assert.ok((await page.locator('main mark').count()) > 1);
  const others = page.locator('main a[href^="/article/"]');
  await others.first().click();
  assert.notEqual(await page.locator('h1').innerText(), title);
});

test('what may have been meant is offered', async () => {
  const page = await open('/?q=渡囗');
  await linksTo(page, 'q', '渡口').first().click();
  assert.equal(parameter(page, 'q'), '渡口');
  assert.equal(await titles(page).count(), 10);
});

test('where nothing is found, it is said what to leave out', async () => {
  const page = await open('/?q=渡口+鲸鱼座&match=all');
  assert.equal(await titles(page).count(), 0);
  assert.match(await main(page).innerText(), /鲸鱼/);
});

test('a query that cannot be read is shown with what is wrong', async () => {
  const page = await open('/?q=渡口+(');
  assert.equal(await field(page).inputValue(), '渡口 (');
  assert.equal(await titles(page).count(), 0);
  assert.equal((await page.reload())?.status(), 400);
});

test('there is a page for an article that is not there', async () => {
  const page = await open('/article/nothing');
  assert.equal((await page.reload())?.status(), 404);
  await page.locator('a[href="/"]').first().click();
  assert.equal(await field(page).inputValue(), '');
});

for (const query of ['渡口 AND 灯塔', '灯塔 AND 渡口 AND 守燈人', '(渡口) AND (灯塔)', '+渡口 +灯塔', '渡口 AND 灯塔 -沙洲', '"渡口沙洲"', 'title:渡口 AND title:灯塔', '渡口 AND title:“灯塔”', '渡口 AND (灯塔 OR lighthouse)']) {
  test(`what is advised instead of ${query} finds something`, async () => {
    const page = await open(`/?${new URLSearchParams({ q: query })}`);
    assert.equal(await titles(page).count(), 0);
    const links = main(page).locator('.advice a');
    for (const href of await links.evaluateAll((all) => all.map((link) => String(link.getAttribute('href'))))) {
      const answer = await page.goto(href);
      assert.equal(answer?.status(), 200, decodeURIComponent(href));
      assert.ok((await titles(page).count()) > 0, decodeURIComponent(href));
    }
  });
}
