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

test('dates are typed, too, and other words keep what was chosen', async () => {
  const page = await open(`/?${new URLSearchParams({ q: '渡口', filter: 'source:城市晚报', sort: 'date:asc' })}`);
  await page.locator('main input[name=date]').fill('2019..2020-06');
  await page.locator('main input[name=date]').press('Enter');
  assert.equal(parameter(page, 'date'), '2019..2020-06');
  assert.equal(parameter(page, 'filter'), 'source:城市晚报');
  const dates = await page.locator('main .hit time').evaluateAll((all) => all.map((time) => String(time.getAttribute('datetime'))));
  assert.ok(dates.length > 0 && dates[0] >= '2019' && String(dates.at(-1)) < '2020-07');
  assert.deepEqual(dates, [...dates].sort());
  await field(page).fill('沙洲');
  await field(page).press('Enter');
  for (const [name, value] of [['q', '沙洲'], ['date', '2019..2020-06'], ['filter', 'source:城市晚报'], ['sort', 'date:asc']]) {
    assert.equal(parameter(page, name), value);
  }
});

test('one of each source is shown, and leads to the others of it', async () => {
  const page = await open('/?q=渡口');
  await linksTo(page, 'collapse', 'source').first().click();
  assert.equal(await titles(page).count(), 2);
  await page.locator('main .hit').filter({ hasText: '河畔日报' }).locator('a[href*="filter="]').click();
  assert.match(await total(page).innerText(), /12 篇/);
});

test('a hit leads to what is like it', async () => {
  const page = await open('/?q=渡口');
  await page.locator('main .hit a[href$="#similar"]').first().click();
  assert.ok((await page.locator('#similar a[href^="/article/"]').count()) > 0);
  await page.getByRole('link', { name: '更多相似文章' }).click();
  assert.ok((await titles(page).count()) > 0);
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
