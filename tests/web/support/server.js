// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
/** An index of corpus/ and the articles of articles.js, served by the program itself. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ARTICLES } from './articles.js';
import { SOURCE, ZSEARCH, environment, zsearch } from './environment.js';

/**
 * @typedef {object} Server
 * @property {string} origin "http://127.0.0.1:40123"
 * @property {() => Promise<string[]>} stop ends it, and says what was wrong with how it ran
 */

/** @param {object[]} articles besides corpus/ @returns {Promise<Server>} */
export async function serve(articles = ARTICLES) {
  const folder = mkdtempSync(join(tmpdir(), 'zsearch-web-'));
  cpSync(join(SOURCE, 'corpus'), join(folder, 'corpus'), { recursive: true });
  writeFileSync(join(folder, 'articles.jsonl'), articles.map((article) => `${JSON.stringify(article)}\n`).join(''));
  zsearch(['index', 'corpus', 'articles.jsonl'], folder);

  const child = spawn(ZSEARCH, ['serve', '--listen', '127.0.0.1:0'], { cwd: folder, env: environment() });
  const ended = new Promise((resolve) => child.once('close', resolve));
  process.once('exit', () => child.kill()); // also where a test fails before it stops it
  let log = '', complaints = '';
  const origin = await new Promise((resolve, reject) => {
    const said = () => {
      const found = /http:\/\/127\.0\.0\.1:[1-9]\d*/.exec(log + complaints);
      if (found) resolve(found[0]);
    };
    child.stdout.on('data', (data) => { log += data; said(); });
    child.stderr.on('data', (data) => { complaints += data; said(); });
    ended.then((status) => reject(new Error(`zsearch serve ended with ${status}: ${complaints}`)));
  });
  const atFirst = complaints.length;

  return {
    origin,
    async stop() {
      child.kill('SIGTERM');
      const status = await ended;
      rmSync(folder, { recursive: true });
      return [
        ...(status === 0 ? [] : [`exit status ${status}`]),
        ...complaints.slice(atFirst).split('\n').filter(Boolean),
        ...log.split('\n').filter((line) => /"status": ?5/.test(line)),
      ];
    },
  };
}
