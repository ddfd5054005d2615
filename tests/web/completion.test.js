// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
/** Completion as of the pattern of a combobox, and the keys of the page. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestsOf, site } from './support/browser.js';
import { addressSays, chosen, completions, field, parameter, titles } from './support/page.js';

const here = site();

/** @param {string} text */
async function typed(text) {
  const page = await here.open('/');
  await field(page).pressSequentially(text);
  await completions(page).first().waitFor();
  return page;
}

test('what is typed is completed', async () => {
  const page = await typed('国际消');
  assert.equal(await field(page).getAttribute('role'), 'combobox');
  assert.equal(await field(page).getAttribute('aria-expanded'), 'true');
  assert.match(await completions(page).first().innerText(), /国际消费/);
  assert.equal(await chosen(page).count(), 0);
});

test('pinyin is completed with what it spells', async () => {
  const page = await typed('qingnianrenc');
  assert.match((await completions(page).allInnerTexts()).join(), /青年人才/);
});

test('arrows choose, Enter searches for what is chosen', async () => {
  const page = await typed('国际消');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  assert.equal(await chosen(page).count(), 1);
  const second = await completions(page).nth(1).getAttribute('id');
  assert.equal(await chosen(page).getAttribute('id'), second);
  assert.equal(await field(page).getAttribute('aria-activedescendant'), second);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await addressSays(page, '国际消费中心');
  assert.equal(await field(page).inputValue(), '国际消费中心');
  await completions(page).first().waitFor({ state: 'hidden' });
  assert.ok((await titles(page).count()) >= 3);
});

test('Escape closes the list and leaves what was typed', async () => {
  const page = await typed('国际消');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await completions(page).first().waitFor({ state: 'hidden' });
  assert.equal(await field(page).inputValue(), '国际消');
  assert.equal(await field(page).getAttribute('aria-expanded'), 'false');
});

test('a completion is searched for when it is clicked', async () => {
  const page = await typed('国际消');
  await completions(page).nth(1).click();
  await addressSays(page, '国际消费中心');
});

test('leaving the field closes the list', async () => {
  const page = await typed('国际消');
  await page.keyboard.press('Tab');
  await completions(page).first().waitFor({ state: 'hidden' });
});

test('what is typed quickly is completed once', async () => {
  const page = await here.open('/');
  const requests = requestsOf(page, /^\/suggest/);
  await field(page).pressSequentially('guojixiaofei', { delay: 15 });
  await completions(page).first().waitFor();
  assert.ok(requests.length <= 4, `${requests.length} requests for twelve keys`);
});

test('/ goes to the field, j and k from hit to hit, Enter opens one', async () => {
  const page = await here.open('/?q=渡口');
  await page.locator('body').press('j');
  const focused = () => page.evaluate(() => document.activeElement?.closest('main a')?.textContent ?? document.activeElement?.querySelector('a')?.textContent);
  const all = (await titles(page).allTextContents());
  assert.equal(await focused(), all[0]);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  assert.equal(await focused(), all[2]);
  await page.keyboard.press('k');
  assert.equal(await focused(), all[1]);
  await page.keyboard.press('/');
  assert.ok(await field(page).evaluate((element) => element === document.activeElement));
  assert.equal(await field(page).inputValue(), '渡口');
  await page.keyboard.press('End');
  await page.keyboard.type('j/');
  assert.equal(await field(page).inputValue(), '渡口j/'); // keys are letters there

  await page.goto('/?q=渡口');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/article\//);
  assert.equal(await page.locator('h1').innerText(), all[0]);
});

test('keys with Control or Alt are the browser\'s', async () => {
  const page = await here.open('/?q=渡口');
  const before = await page.evaluate(() => document.activeElement?.outerHTML);
  for (const key of ['Control+j', 'Alt+j', 'Control+/']) await page.keyboard.press(key);
  assert.equal(await page.evaluate(() => document.activeElement?.outerHTML), before);
});
