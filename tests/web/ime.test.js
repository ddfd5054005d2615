// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
/** Chinese is composed before it is typed: what has not been chosen yet must not be searched for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestsOf, site } from './support/browser.js';
import { addressSays, field, titles } from './support/page.js';

const here = site();
/** Longer than what the page waits for more to be typed. */
const LONG = 800;

/** @param {import('playwright-core').Page} page */
async function composer(page) {
  const session = await page.context().newCDPSession(page);
  await field(page).focus();
  return {
    /** @param {string} text */
    compose: (text) => session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length }),
    /** @param {string} text */
    choose: (text) => session.send('Input.insertText', { text }),
    /** As an input method hands on a key that it has taken for itself. @param {string} code */
    key: (code) => session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', windowsVirtualKeyCode: 229, key: 'Process', code }),
  };
}

test('while something is composed, nothing is asked for', async () => {
  const page = await here.open('/');
  const requests = requestsOf(page, /^\/(\?|suggest)/);
  const { compose, choose } = await composer(page);
  for (const spelt of ['d', 'du', "du'k", "du'kou"]) {
    await compose(spelt);
    await page.waitForTimeout(100);
  }
  await page.waitForTimeout(LONG);
  assert.equal(requests.join(), '');

  await choose('渡口');
  await addressSays(page, '渡口');
  assert.equal(await titles(page).count(), 10);
  assert.equal(requests.filter((path) => path.startsWith('/?')).length, 1);
  for (const path of requests) assert.equal(new URLSearchParams(path.split('?')[1]).get('q'), '渡口');
});

test('what was composed and given up is not asked for', async () => {
  const page = await here.open('/');
  const requests = requestsOf(page, /^\/(\?|suggest)/);
  const { compose, choose } = await composer(page);
  await compose('du');
  await compose('');
  await choose('');
  await page.waitForTimeout(LONG);
  assert.equal(requests.join(), '');
});

test('the Enter that ends a composition does not search; the one after it does', async () => {
  const page = await here.open('/');
  const requests = requestsOf(page, /^\/\?/);
  const { compose, choose, key } = await composer(page);
  await compose('渡口');
  await key('Enter');
  await page.keyboard.press('Enter'); // some input methods do not hide which key it was
  await page.waitForTimeout(100);
  assert.equal(requests.join(), '');
  assert.equal(new URL(page.url()).search, '');

  await choose('渡口');
  await page.keyboard.press('Enter');
  await addressSays(page, '渡口');
  await page.waitForTimeout(LONG);
  assert.equal(requests.length, 1);
  assert.equal(await titles(page).count(), 10);
});

test('an Enter that is reported behind the end of its composition does not choose or search', async () => {
  const page = await here.open('/');
  const requests = requestsOf(page, /^\/\?/);
  // Safari's order: the composition has ended when its Enter is reported, with the number 229.
  await field(page).evaluate((element) => {
    const input = /** @type {HTMLInputElement} */ (element);
    input.focus();
    input.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true, data: '' }));
    input.value = '渡口';
    input.dispatchEvent(new InputEvent('input', { bubbles: true, data: '渡口', inputType: 'insertCompositionText', isComposing: true }));
    input.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '渡口' }));
    const enter = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, key: 'Enter', code: 'Enter', keyCode: 229 });
    input.dispatchEvent(enter);
  });
  assert.equal(requests.join(), '');
  await addressSays(page, '渡口'); // as after any typing
  assert.equal(requests.length, 1);
});

test('the search key of a telephone searches for what is still being composed', async () => {
  const page = await here.open('/');
  const { compose } = await composer(page);
  await compose('渡口');
  await field(page).evaluate((element) => /** @type {HTMLInputElement} */ (element).form?.requestSubmit());
  await addressSays(page, '渡口');
  await titles(page).first().waitFor();
});

test('arrows and Escape belong to the input method while it composes', async () => {
  const page = await here.open('/?q=%E6%B8%A1%E5%8F%A3');
  const { compose, key } = await composer(page);
  const address = page.url();
  await page.keyboard.press('End');
  await compose("jiu'shi");
  for (const code of ['ArrowDown', 'ArrowUp', 'Escape']) await key(code);
  await page.waitForTimeout(LONG);
  assert.equal(page.url(), address);
  assert.equal(await field(page).inputValue(), "渡口jiu'shi");
});
