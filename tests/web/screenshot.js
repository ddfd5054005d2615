// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
/** Makes the picture of README.md, of corpus/ alone: node screenshot.js FILE (./dev screenshot). */
import { launch } from './support/browser.js';
import { serve } from './support/server.js';

const server = await serve([]);
const browser = await launch();
try {
  const page = await browser.newPage({ viewport: { width: 1120, height: 720 }, locale: 'zh-CN', colorScheme: 'light' });
  await page.goto(`${server.origin}/?${new URLSearchParams({ q: '年轻人' })}`);
  await page.screenshot({ path: process.argv[2] });
} finally {
  await browser.close();
  await server.stop();
}
