// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
/** Where on a page that is which a test speaks of: by role, name and address, not by how it looks. */
/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
export const field = (page) => page.locator('input[name=q]:not([type=hidden])');

/** @param {Page} page */
export const main = (page) => page.locator('main');

/** What is said of how much was found. @param {Page} page */
export const total = (page) => page.locator('main #total');

/** The article that is shown whole. @param {Page} page */
export const article = (page) => page.locator('main article:has(h1)');

/** The titles of hits, which lead to the articles. @param {Page} page */
export const titles = (page) => page.locator('main :is(h2, h3) a[href^="/article/"]');

/** What completes the words in the field. @param {Page} page */
export const completions = (page) => page.locator('[role=listbox] [role=option]');

/** The one that is chosen. @param {Page} page */
export const chosen = (page) => page.locator('[role=listbox] [role=option][aria-selected=true]');

/** Links to a search with a parameter of this value. @param {Page} page @param {string} name @param {string} value */
export const linksTo = (page, name, value) =>
  page.locator(`main a[href*="${name}=${encodeURIComponent(value)}"]`);

/** @param {Page} page */
export const next = (page) => page.locator('main a[rel=next]');
/** @param {Page} page */
export const previous = (page) => page.locator('main a[rel=prev]');

/** A parameter of the page's own address. @param {Page} page @param {string} name */
export const parameter = (page, name) => new URL(page.url()).searchParams.getAll(name).join(' & ');

/** Waits until the field's words are in the address. @param {Page} page @param {string} query */
export const addressSays = (page, query) => page.waitForURL((url) => url.searchParams.get('q') === query);
