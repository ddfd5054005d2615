// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
/** Where everything is, and whether the tests can run at all. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** @param {string} name */
const named = (name) => process.env[name] ?? unable(`${name} is not set: run these tests by ctest`);

/** What is missing is no failure of zsearch, but must not go unseen where all tests are to run. @param {string} why @returns {never} */
function unable(why) {
  console.log(`skipped: ${why}`);
  process.exit(process.env.CI ? 1 : 77);
}

export const ZSEARCH = named('ZSEARCH');
export const SOURCE = named('ZSEARCH_SOURCE');
const MODULES = named('ZSEARCH_WEB_MODULES');

/** Screenshots and printed pages, to be looked at. */
export const PICTURES = named('ZSEARCH_WEB_PICTURES');
mkdirSync(PICTURES, { recursive: true });

/** The packages are not beside these files: a build leaves nothing among the sources. @param {string} name */
function required(name) {
  try {
    return createRequire(join(MODULES, 'any.js'))(name);
  } catch {
    return unable(`there is no ${name}; ./dev packages installs it`);
  }
}

/** @type {import('playwright-core').BrowserType} */
export const chromium = required('playwright-core').chromium;
/** @type {string} */
export const AXE = required('axe-core').source;

/** Debian's; whoever has another names it. */
export const BROWSER = process.env.CHROMIUM ?? inPath('chromium', 'chromium-browser', 'google-chrome');

/** @param {string[]} names @returns {string} */
function inPath(...names) {
  const folders = (process.env.PATH ?? '').split(':');
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  return found ?? unable('there is no chromium; ./dev packages installs it');
}

/** Runs zsearch to its end. @param {string[]} args @param {string} cwd */
export function zsearch(args, cwd) {
  return execFileSync(ZSEARCH, args, { cwd, encoding: 'utf8', env: environment() });
}

/** Nobody's own index and configuration. @returns {NodeJS.ProcessEnv} */
export function environment() {
  const { ZSEARCH_INDEX: _index, ZSEARCH_CONFIG: _config, ...rest } = process.env;
  return { ...rest, XDG_CONFIG_HOME: '/nonexistent' };
}
