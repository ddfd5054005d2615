// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
/** What axe-core finds wrong with a page. */
import { AXE } from './environment.js';

/** A line for each place of each rule. @param {import('playwright-core').Page} page @returns {Promise<string[]>} */
export async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() =>
    // @ts-ignore axe is what has just been evaluated
    axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.flatMap((/** @type {any} */ rule) =>
    rule.nodes.map((/** @type {any} */ node) => `${rule.id}: ${node.html.slice(0, 120)}: ${node.any[0]?.message ?? rule.help}`));
}
