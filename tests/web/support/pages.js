// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
/** One page of every kind: what holds of all of them is tried on each. */
import { ENGLISH, HOSTILE, TRADITIONAL } from './articles.js';

/** @param {Record<string, string>} parameters */
const search = (parameters) => `/?${new URLSearchParams(parameters)}`;
/** @param {string} id @param {string} query */
const article = (id, query) => `/article/${encodeURIComponent(id)}?${new URLSearchParams({ q: query })}`;

/** Paths by names, which are those of pictures. @type {Record<string, string>} */
export const PAGES = {
  start: '/',
  results: search({ q: '渡口' }),
  corpus: search({ q: '国际消费中心' }),
  filtered: search({ q: '渡口', filter: 'source:河畔日报', date: '2018..2021', sort: 'date' }),
  page: search({ q: '渡口', offset: '10' }),
  collapsed: search({ q: '渡口', collapse: 'source' }),
  reposts: search({ q: '闸口村' }),
  pinyin: search({ q: 'qnrc' }),
  some: search({ q: '青年人才 鲸鱼座' }),
  correction: search({ q: '渡囗' }),
  nothing: search({ q: '渡口 鲸鱼座', match: 'all' }),
  unread: search({ q: '渡口 (' }),
  refused: search({ q: '渡口', n: 'many' }),
  hostile: search({ q: '灯塔守望者' }),
  'article-hostile': article(HOSTILE.id, '灯塔守望者'),
  'article-traditional': article(TRADITIONAL.id, '灯塔'),
  'article-english': article(ENGLISH.id, 'lighthouse'),
  'article-long': article('corpus/人才/青年人才为什么来.txt', '青年人才'),
  'article-reposted': article('reposts/0.txt', '闸口村'),
  'article-missing': '/article/nothing',
  missing: '/nothing',
};
