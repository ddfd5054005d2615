// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
/** The page with its script: results come while one types, and the address tells what is shown. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestsOf, site } from './support/browser.js';
import { addressSays, field, linksTo, next, parameter, titles, total } from './support/page.js';

const here = site();
const PARTS = /^\/\?.*\bpart=1\b/;

/** Waits until there are as many hits. @param {import('playwright-core').Page} page @param {number} count */
const shows = (page, count) => page.waitForFunction(
  (wanted) => document.querySelectorAll('main :is(h2, h3) a[href^="/article/"]').length === wanted, count);

/** Counts how often the page is loaded anew from now on. @param {import('playwright-core').Page} page */
function loadsOf(page) {
  const loads = { count: 0 };
  page.on('domcontentloaded', () => loads.count++);
  return loads;
}

test('results come while one types, without a new page, and not for every key', async () => {
  const page = await here.open('/');
  const loads = loadsOf(page), requests = requestsOf(page, PARTS);
  await field(page).pressSequentially('lighthouse', { delay: 20 });
  await addressSays(page, 'lighthouse');
  await titles(page).first().waitFor();
  assert.deepEqual(await titles(page).allInnerTexts(), ['The lighthouse keeper of Penghu']);
  assert.equal(loads.count, 0);
  assert.ok(requests.length <= 3, `${requests.length} requests for ten keys: ${requests}`);
  assert.match(await page.title(), /lighthouse/);
  assert.ok(await field(page).evaluate((element) => element === document.activeElement));
});

test('the answer to what was typed last is what is shown, whatever comes last', async () => {
  const page = await here.open('/');
  await page.route(/q=lighth&.*part=1|part=1.*q=lighth$/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue().catch(() => {}); // given up by then
  });
  await field(page).fill('lighth');
  await page.waitForTimeout(600);
  await field(page).fill('渡口');
  await addressSays(page, '渡口');
  await page.waitForTimeout(1600);
  assert.equal(parameter(page, 'q'), '渡口');
  assert.equal(await titles(page).count(), 10);
});

test('Enter searches at once', async () => {
  const page = await here.open('/');
  const loads = loadsOf(page);
  await field(page).fill('守燈人');
  await field(page).press('Enter');
  await addressSays(page, '守燈人');
  await titles(page).first().waitFor();
  assert.equal(await titles(page).count(), 1);
  assert.equal(loads.count, 0);
});

test('an empty field shows the first page again', async () => {
  const page = await here.open('/?q=渡口');
  await field(page).fill('');
  await shows(page, 0);
  assert.equal(parameter(page, 'q'), '');
});

test('back and forward bring back what was shown, and loading anew the same', async () => {
  const page = await here.open('/');
  await field(page).fill('渡口');
  await field(page).press('Enter');
  await addressSays(page, '渡口');
  await linksTo(page, 'filter', 'source:河畔日报').first().click();
  await page.waitForURL(/filter=/);
  await next(page).first().click();
  await page.waitForURL(/offset=10/);
  await shows(page, 2);
  const second = await titles(page).allInnerTexts();

  await page.goBack();
  await page.waitForURL((url) => !url.search.includes('offset'));
  await shows(page, 10);
  assert.equal(parameter(page, 'filter'), 'source:河畔日报');
  await page.goBack();
  await page.waitForURL((url) => !url.search.includes('filter'));
  await shows(page, 10);
  assert.match(await total(page).innerText(), /36 篇/);
  assert.equal(await field(page).inputValue(), '渡口');
  await page.goBack();
  await page.waitForURL((url) => !url.searchParams.get('q'));
  await shows(page, 0);
  assert.equal(await field(page).inputValue(), '');
  const looks = () => page.locator('body').getAttribute('class');
  const start = await looks();
  for (let i = 0; i < 3; i++) await page.goForward();
  await page.waitForURL(/offset=10/);
  await shows(page, 2);
  assert.deepEqual(await titles(page).allInnerTexts(), second);
  assert.equal(await field(page).inputValue(), '渡口');
  await page.reload();
  assert.deepEqual(await titles(page).allInnerTexts(), second);
  await page.goto('/');
  assert.equal(await looks(), start);
});

test('the first page looks the same when one comes back to it', async () => {
  const page = await here.open('/');
  const before = await page.screenshot();
  await field(page).fill('渡口');
  await field(page).press('Enter');
  await addressSays(page, '渡口');
  await shows(page, 10);
  await page.goBack();
  await shows(page, 0);
  await field(page).focus(); // as at first
  const after = await page.screenshot();
  assert.ok(before.equals(after));
});

test('from an article, back leads to what was typed', async () => {
  const page = await here.open('/');
  await field(page).fill('渡口');
  await addressSays(page, '渡口');
  await titles(page).nth(3).click();
  await page.waitForURL(/\/article\//);
  await page.goBack();
  await addressSays(page, '渡口');
  await shows(page, 10);
  assert.equal(await field(page).inputValue(), '渡口');
});

test('between searches that were typed and asked for, back and forward need no new page', async () => {
  const page = await here.open('/');
  const loads = loadsOf(page);
  for (const text of ['渡口', 'lighthouse']) {
    await field(page).fill(text);
    await field(page).press('Enter');
    await addressSays(page, text);
  }
  await shows(page, 1);
  await page.goBack();
  await addressSays(page, '渡口');
  await shows(page, 10);
  assert.equal(await field(page).inputValue(), '渡口');
  await page.goForward();
  await shows(page, 1);
  assert.equal(loads.count, 0);
});

test('typing makes one step of the history, not one a key', async () => {
  const page = await here.open('/');
  for (const text of ['light', 'lighthouse', 'lighthouse keeper']) {
    await field(page).fill(text);
    await addressSays(page, text);
  }
  await page.goBack();
  await page.waitForURL((url) => url.pathname === '/' && !url.searchParams.get('q'));
});

test('words that are typed into a filtered search keep its filters', async () => {
  const page = await here.open(`/?q=渡口&filter=${encodeURIComponent('source:河畔日报')}&sort=date`);
  await field(page).fill('渡口 沙洲');
  await addressSays(page, '渡口 沙洲');
  assert.equal(parameter(page, 'filter'), 'source:河畔日报');
  assert.equal(parameter(page, 'sort'), 'date');
});

test('a query that cannot be read yet leaves what is shown, until it is asked for', async () => {
  const page = await here.open('/?q=渡口');
  await field(page).fill('渡口 (沙洲');
  await page.waitForTimeout(600);
  assert.equal(parameter(page, 'q'), '渡口');
  await shows(page, 10);
  await field(page).press('Enter');
  await addressSays(page, '渡口 (沙洲');
  await shows(page, 0);
  assert.match(await page.locator('main').innerText(), /检索式有误/);
  await field(page).fill('渡口 (沙洲)');
  await addressSays(page, '渡口 (沙洲)');
  assert.match(await total(page).innerText(), /3 篇/);
});

test('what is shown already is not asked for again', async () => {
  const page = await here.open('/?q=渡口');
  const requests = requestsOf(page, PARTS);
  await field(page).press('End');
  await page.keyboard.type('沙');
  await page.keyboard.press('Backspace');
  await page.waitForTimeout(600);
  assert.equal(requests.join(), '');
});

test('how much was found is told to those who do not see it', async () => {
  const page = await here.open('/');
  await field(page).fill('渡口');
  await addressSays(page, '渡口');
  await page.locator('[role=status], [aria-live=polite]').filter({ hasText: '36' }).first().waitFor({ state: 'attached' });
});
