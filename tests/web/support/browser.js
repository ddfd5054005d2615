// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
/** A browser for the tests of a file, which watches every page that they open. */
import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { OWNED } from './articles.js';
import { BROWSER, chromium } from './environment.js';
import { serve } from './server.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').BrowserContextOptions} Options */

export const NARROW = { width: 360, height: 740 };
export const WIDE = { width: 1440, height: 900 };

/** Pages are our own, and a container has often nothing that a sandbox could be made of. */
export const launch = () => chromium.launch({ executablePath: BROWSER, chromiumSandbox: false, args: ['--lang=zh-CN'] });

/** Answers that a test expects to be no success: the browser reports them as errors. */
const EXPECTED_STATUS = /^Failed to load resource: the server responded with a status of (400|404) /;

/**
 * A server and a browser for all tests of a file; at the end of each test its pages are closed,
 * and nothing may have been reported by them.
 */
export function site() {
  /** @type {import('./server.js').Server} */ let server;
  /** @type {import('playwright-core').Browser} */ let browser;
  /** @type {string[]} */ let reports = [];

  before(async () => { [server, browser] = await Promise.all([serve(), launch()]); });
  afterEach(async () => {
    for (const context of browser.contexts()) {
      for (const page of context.pages()) {
        if (OWNED.test(await page.title())) reports.push(`something has run on ${page.url()}`);
      }
      await context.close();
    }
    const seen = reports;
    reports = [];
    assert.deepEqual(seen, [], 'what the pages of this test reported');
  });
  after(async () => {
    await browser?.close();
    assert.deepEqual(await server?.stop(), [], 'how the server ran');
  });

  /** @param {Page} page */
  function watch(page) {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !EXPECTED_STATUS.test(message.text())) {
        reports.push(`${page.url()}: ${message.text()}`);
      }
    });
    page.on('pageerror', (error) => reports.push(`${page.url()}: ${error}`));
    page.on('dialog', (dialog) => { reports.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
    page.on('request', (request) => {
      if (!request.url().startsWith(`${server.origin}/`) && !request.url().startsWith('data:')) {
        reports.push(`asked for ${request.url()}`);
      }
    });
  }

  return {
    get origin() { return server.origin; },

    /** The browser's own page of a path, watched. @param {string} path @param {Options} options */
    async open(path, options = {}) {
      const context = await browser.newContext({ viewport: WIDE, locale: 'zh-CN', baseURL: server.origin, ...options });
      context.setDefaultTimeout(10_000);
      await context.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) =>
          console.error(`policy ${event.violatedDirective} violated by ${event.blockedURI || event.sample}`));
      });
      context.on('page', watch);
      const page = await context.newPage();
      await page.goto(path);
      return page;
    },
  };
}

/** The requests that a page makes from now on for what `wanted` matches, as paths with their queries.
 * @param {Page} page @param {RegExp} wanted */
export function requestsOf(page, wanted) {
  /** @type {string[]} */ const made = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (wanted.test(pathname + search)) made.push(pathname + search);
  });
  return made;
}
