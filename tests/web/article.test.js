// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
/** An article as it is shown: whole, every hit marked, and with what is like it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGLISH, REPOSTS } from './support/articles.js';
import { site } from './support/browser.js';
import { article, field, titles } from './support/page.js';
import { PAGES } from './support/pages.js';

const here = site();

test('it is whole, and every hit is marked', async () => {
  const page = await here.open(PAGES['article-english']);
  assert.equal(await page.locator('h1').innerText(), ENGLISH.title);
  const text = await page.locator('main').innerText();
  for (const sentence of ENGLISH.text.match(/[^.]+\./g) ?? []) assert.ok(text.includes(sentence.trim()), sentence);
  const whole = `${ENGLISH.title} ${ENGLISH.text}`;
  const marks = article(page).locator('mark');
  assert.equal(await marks.count(), whole.match(/lighthouse/g)?.length);
  for (const mark of await marks.allInnerTexts()) assert.equal(mark, 'lighthouse');
  assert.equal(await field(page).inputValue(), 'lighthouse');
  assert.ok(text.includes(ENGLISH.source));
  assert.ok((await page.locator(`time[datetime="${ENGLISH.date}"]`).count()) > 0);
});

test('the list of hits leads to each of them', async () => {
  const page = await here.open(PAGES['article-long']);
  const links = page.locator('main a[href^="#"]');
  assert.ok((await links.count()) >= 3);
  for (const href of await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))) {
    assert.equal(await page.locator(`[id="${href?.slice(1)}"]`).count(), 1, `${href} leads nowhere`);
  }
  const mark = page.locator(`${await links.last().getAttribute('href')}`);
  await links.last().click();
  await page.waitForFunction(() => location.hash !== '');
  const box = await mark.boundingBox();
  assert.ok(box && box.y >= 0 && box.y < 900, 'the hit is in sight');
});

test('n and p go from hit to hit, as buttons do', async () => {
  const page = await here.open(PAGES['article-long']);
  const now = () => page.evaluate(() => document.activeElement?.id);
  const count = await article(page).locator('mark').count();
  for (const [key, hit] of [['n', 1], ['n', 2], ['n', 3], ['p', 2], ['p', 1], ['p', count], ['n', 1]]) {
    await page.keyboard.press(String(key));
    assert.equal(await now(), `hit-${hit}`);
  }
  await page.getByRole('button', { name: '下一处' }).click();
  assert.equal(await now(), 'hit-2');
  assert.match(await page.getByRole('group').innerText(), /2\s*\/\s*\d/);
});

test('articles like it are named, and lead there', async () => {
  const page = await here.open('/?q=渡口');
  await titles(page).first().click();
  await page.waitForURL(/\/article\//);
  const title = await page.locator('h1').innerText();
  const others = page.locator('main a[href^="/article/"]');
  assert.ok((await others.count()) > 0);
  assert.ok(!(await others.allInnerTexts()).includes(title));
  await others.first().click();
  await page.waitForFunction((before) => document.querySelector('h1')?.textContent !== before, title);
});

test('the way back leads to the results', async () => {
  const page = await here.open(PAGES['article-long']);
  await page.getByRole('link', { name: '返回结果' }).click();
  await page.waitForURL((url) => url.pathname === '/' && url.searchParams.get('q') === '青年人才');
  assert.ok((await titles(page).count()) > 0);
});

test('the way back leads to the very results that it was opened from', async () => {
  const page = await here.open(PAGES.filtered);
  const results = new URL(page.url()).search;
  await titles(page).nth(2).click();
  await page.waitForURL(/\/article\//);
  await page.getByRole('link', { name: '返回结果' }).click();
  await page.waitForURL((url) => url.search === results);
});

test('one can search from an article', async () => {
  const page = await here.open(PAGES['article-long']);
  await field(page).fill('渡口');
  await field(page).press('Enter');
  await page.waitForURL((url) => url.pathname === '/' && url.searchParams.get('q') === '渡口');
  assert.equal(await titles(page).count(), 10);
});

test('reposts are one hit, and each has its page', async () => {
  const page = await here.open(PAGES.reposts);
  assert.equal(await titles(page).count(), 1);
  assert.match(await page.locator('main').innerText(), /另有 2 篇/);
  for (const { id, source } of REPOSTS) {
    await page.goto(`/article/${id}`);
    assert.ok((await page.locator('main').innerText()).includes(source));
  }
});

test('an article can be asked for without a query', async () => {
  const page = await here.open('/article/en/lighthouse.txt');
  assert.equal(await page.locator('h1').innerText(), ENGLISH.title);
  assert.equal(await page.locator('mark').count(), 0);
});
