// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
/** Articles beside those of corpus/: what a page must not fall for, and what corpus/ has too little of. */

/** What sets the title of any page that runs it. @param {string} told */
const attack = (told) => `document.title='owned by ${told}'`;

/** Every string of this article would run if it were let. */
export const HOSTILE = {
  id: `hostile/"><img src=x onerror="${attack('id')}">?a=b&c#d`,
  title: `<script>${attack('title')}</script>`,
  text:
    `山河无恙，灯火可亲。"><img src=x onerror="${attack('text')}">灯塔守望者写道：` +
    `</mark></main><svg onload="${attack('svg')}"></svg>&lt;b&gt;灯塔&lt;/b&gt; &amp;amp; '灯塔' \u202e灯塔守望者\u202c。\n\n` +
    `<style>body{display:none}</style><iframe src="javascript:${attack('frame')}"></iframe>灯塔守望者下了山。`,
  author: `<a href="javascript:${attack('author')}">某人</a>`,
  source: `"><img src=x onerror="${attack('source')}">`,
  section: `' onmouseover='${attack('section')}`,
  url: `javascript:${attack('url')}`,
  date: '2021-02-03',
  metadata: { [`<b onclick="${attack('name')}">`]: `<script>${attack('value')}</script>` },
};

export const TRADITIONAL = {
  id: 'tw/dengta.txt',
  title: '鵝鑾鼻燈塔的守燈人',
  text: '守燈人每天黃昏爬上樓梯，擦亮透鏡。海面上的漁船認得這道光，燈塔也認得它們。計程車司機說，軟體工程師也來看過。',
  source: '海岸札記',
  date: '2020-11-05',
  language: 'zh-Hant',
};

export const ENGLISH = {
  id: 'en/lighthouse.txt',
  title: 'The lighthouse keeper of Penghu',
  text:
    'Every evening the lighthouse keeper climbs the stairs and polishes the lens. ' +
    'Fishing boats know this light, and the lighthouse knows them by their engines. ' +
    'Nobody has written down how many ships the lighthouse has brought home.',
  source: 'Coast Notes',
  date: '2022-06-01',
  language: 'en',
};

const REPORT =
  '入汛以来，闸口村的水文员老秦每两个小时下一次河堤，把水尺上的读数写进本子。他说机器也会报，可是机器不知道哪一块石头松了。' +
  '去年夏天的一个晚上，他凭着水声不对，叫醒了半个村子，后来大家才晓得上游的涵洞堵了。今年村里给他添了一盏头灯和一双胶鞋。' +
  '他把旧本子捆成一摞放在柜顶，说哪天有人想知道这条河的脾气，翻一翻就明白了。';

/** The same report three times, with small changes. */
export const REPOSTS = ['河畔日报', '城市晚报', '乡土周刊'].map((source, i) => ({
  id: `reposts/${i}.txt`,
  title: '闸口村的水文员',
  text: `${['', '本报讯 ', '转载：'][i]}${REPORT}`,
  source,
  date: `2024-07-0${i + 1}`,
}));

const PLACES = ['沙洲', '青石', '白沙', '双溪', '柳湾', '石桥', '枫林', '芦荡', '盐田', '竹排', '海口', '梅岭'];
const CHARACTERS = [...'山水风云雨雪花草木石金火土天地日月星春夏秋冬东西南北上下左右前后高低长短大小多少黑白红绿青黄'];

/** Characters that stand in no other article in this order, so that no two are nearly the same. @param {number} seed @param {number} length */
function filler(seed, length) {
  let state = seed * 7919 + 1;
  return Array.from({ length }, () => {
    state = (state * 48271) % 2147483647;
    return CHARACTERS[state % CHARACTERS.length];
  }).join('');
}

/** Thirty-six of one subject, over the years 2018 to 2023: enough for pages, bars and counts. */
export const FERRIES = Array.from({ length: 36 }, (_, i) => ({
  id: `ferries/${i}.txt`,
  title: `${PLACES[i % 12]}渡口旧事之${i + 1}`,
  text: `${filler(i + 1, 40)}。${PLACES[i % 12]}的渡口${filler(i + 100, 12)}。${filler(i + 200, 40)}。`,
  source: i % 3 === 0 ? '河畔日报' : '城市晚报',
  section: ['生活', '交通', '水利'][i % 3],
  date: `${2018 + (i % 6)}-${String(1 + (i % 12)).padStart(2, '0')}-15`,
}));

export const ARTICLES = [HOSTILE, TRADITIONAL, ENGLISH, ...REPOSTS, ...FERRIES];

/** How the title of no page may begin: something has run. */
export const OWNED = /^owned/;
