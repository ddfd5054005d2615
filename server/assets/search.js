// SPDX-License-Identifier: GPL-2.0-or-later
// @ts-check
//
// What a page does besides with a script: results while one types, completions, keys. Without it
// everything is there that is asked for by links and forms.
(() => {
    'use strict';

    const DELAY = 200; // ms without a key before anything is asked
    const RESULTS = 'zsearch-results'; // where it is kept which results an article was opened from

    /** @param {string} id */
    const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
    const form = /** @type {HTMLFormElement} */ (byId('search'));
    const input = /** @type {HTMLInputElement} */ (byId('q'));
    const main = byId('main');
    const status = byId('status');
    const isArticle = document.body.classList.contains('article');
    const isSearch =
        document.body.classList.contains('results') || document.body.classList.contains('start');
    const brand = document.title.split(' – ').pop() || '';

    /** While an input method puts characters together, nothing of what is typed is meant yet. */
    let composing = false;

    /** When Enter last ended a composition, and so was not meant for the form. */
    let enterTaken = -Infinity;

    /** @param {KeyboardEvent} event */
    const isComposing = (event) => composing || event.isComposing || event.keyCode === 229;

    /**
     * Calls a function when it has not been asked to for a while.
     * @param {() => void} call
     */
    function later(call) {
        let timer = 0;
        return {
            ask() {
                clearTimeout(timer);
                timer = window.setTimeout(call, DELAY);
            },
            cancel() {
                clearTimeout(timer);
            },
        };
    }

    /** Fetches one thing at a time: asking for the next one gives up the one before. */
    function fetcher() {
        /** @type {AbortController | null} */
        let running = null;
        return {
            cancel() {
                running?.abort();
                running = null;
            },
            /**
             * @param {string} url
             * @returns {Promise<Response | null>} null if it was given up
             */
            async get(url) {
                running?.abort();
                const mine = new AbortController();
                running = mine;
                try {
                    return await fetch(url, {signal: mine.signal, credentials: 'same-origin'});
                } catch (error) {
                    if (mine.signal.aborted) {
                        return null;
                    }
                    throw error;
                }
            },
        };
    }

    // ---- Results ------------------------------------------------------------------------

    /** @typedef {'typed' | 'asked' | 'back'} Reason */

    const results = fetcher();
    const typed = later(() => {
        if (formUrl() !== location.pathname + location.search) {
            void show(formUrl(), 'typed');
        } else {
            results.cancel(); // it is shown already
        }
    });

    /** Whether the entry of the history was asked for: what was only typed on the way is not. */
    let settled = true;

    /** What the form asks for, its hidden inputs too. */
    function formUrl() {
        const parameters = new URLSearchParams();
        for (const [name, value] of new FormData(form)) {
            parameters.append(name, String(value));
        }
        return input.value.trim() === '' ? '/' : `/?${parameters}`;
    }

    /**
     * @param {string} url
     * @param {Reason} reason
     */
    function remember(url, reason) {
        const here = location.pathname + location.search;
        if (reason === 'typed') {
            if (url !== here && settled) {
                history.pushState(null, '', url);
                settled = false;
            } else {
                history.replaceState(null, '', url);
            }
        } else if (reason === 'asked') {
            if (settled && url !== here) {
                history.pushState(null, '', url);
            } else {
                history.replaceState(null, '', url);
            }
            settled = true;
        } else {
            settled = true;
        }
        document.title = input.value.trim() === '' ? brand : `${input.value} – ${brand}`;
    }

    /**
     * Shows what a URL of a search gives, in place of what is shown.
     * @param {string} url
     * @param {Reason} reason
     */
    async function show(url, reason) {
        main.setAttribute('aria-busy', 'true');
        try {
            const response = await results.get(url + (url.includes('?') ? '&' : '?') + 'part=1');
            if (!response) {
                return;
            }
            const text = await response.text();
            const isPart = (response.headers.get('Content-Type') || '').startsWith('text/html') &&
                !text.startsWith('<!DOCTYPE');
            // A query that is half typed may be wrong until it is finished.
            if (reason === 'typed' && !response.ok) {
                return;
            }
            if (!isPart) {
                location.assign(url);
                return;
            }
            main.innerHTML = text;
            remember(url, reason);
            // A field that is emptied stays where it is.
            if (url !== '/' || reason === 'back') {
                document.body.className = url === '/' ? 'start' : 'results';
            }
            status.textContent = document.getElementById('total')?.textContent || '';
            if (reason === 'asked') {
                window.scrollTo(0, 0);
            }
        } catch {
            if (reason !== 'typed') {
                location.assign(url); // the browser says what is wrong
            }
        } finally {
            main.removeAttribute('aria-busy');
        }
    }

    function search() {
        typed.cancel();
        completions.close();
        if (!isSearch) {
            location.assign(formUrl());
            return;
        }
        void show(formUrl(), 'asked');
        main.focus({preventScroll: true}); // where keys go through the hits
    }

    // ---- Completions: a combobox with a list, as ARIA's practices have it ------------------

    const completions = (() => {
        const fetching = fetcher();
        const wanted = later(() => void fetchList());
        const list = document.createElement('ul');
        list.id = 'completions';
        list.className = 'completions';
        list.hidden = true;
        list.setAttribute('role', 'listbox');
        list.setAttribute('aria-label', input.dataset.list || '');
        form.append(list);
        input.setAttribute('role', 'combobox');
        input.setAttribute('aria-autocomplete', 'list');
        input.setAttribute('aria-controls', list.id);
        input.setAttribute('aria-expanded', 'false');

        /** @type {string[]} */
        let texts = [];
        let active = -1;

        function close() {
            wanted.cancel();
            fetching.cancel();
            list.hidden = true;
            active = -1;
            input.setAttribute('aria-expanded', 'false');
            input.removeAttribute('aria-activedescendant');
        }

        /**
         * What was typed, with its last word completed: a run of Han characters, or of others.
         * @param {string} text
         */
        function completed(text) {
            const value = input.value.trimEnd();
            for (let length = Math.min(text.length, value.length); length > 0; length--) {
                if (value.slice(-length).toLowerCase() === text.slice(0, length)) {
                    return value.slice(0, -length) + text;
                }
            }
            return value.replace(/(\p{Script=Han}+|[^\s\p{Script=Han}\p{P}\p{S}]+)$/u, '') + text;
        }

        /** @param {number} i */
        function activate(i) {
            active = i;
            [...list.children].forEach((option, at) => {
                option.setAttribute('aria-selected', String(at === i));
            });
            if (i >= 0) {
                input.setAttribute('aria-activedescendant', `completion-${i}`);
                list.children[i]?.scrollIntoView({block: 'nearest'});
            } else {
                input.removeAttribute('aria-activedescendant');
            }
        }

        /** @param {number} i */
        function choose(i) {
            input.value = completed(texts[i] || '');
            search();
        }

        /** @param {{text: string, articles: number}[]} suggestions */
        function open(suggestions) {
            texts = suggestions.map((suggestion) => suggestion.text);
            list.replaceChildren(...suggestions.map((suggestion, i) => {
                const option = document.createElement('li');
                const count = document.createElement('span');
                option.id = `completion-${i}`;
                option.setAttribute('role', 'option');
                option.append(completed(suggestion.text), ' ', count);
                count.className = 'count';
                count.textContent = suggestion.articles.toLocaleString('en');
                // The field keeps the focus.
                option.addEventListener('mousedown', (event) => event.preventDefault());
                option.addEventListener('click', () => choose(i));
                return option;
            }));
            activate(-1);
            list.hidden = texts.length === 0;
            input.setAttribute('aria-expanded', String(texts.length > 0));
        }

        async function fetchList() {
            const value = input.value;
            if (value.trim() === '') {
                close();
                return;
            }
            try {
                const response = await fetching.get(`/suggest?q=${encodeURIComponent(value)}&n=8`);
                if (response?.ok && document.activeElement === input) {
                    open((await response.json()).suggestions);
                }
            } catch {
                close(); // it is a help, and no more
            }
        }

        /**
         * Whether a key was one of the list's.
         * @param {KeyboardEvent} event
         */
        function takeKey(event) {
            const isOpen = !list.hidden;
            if (event.key === 'ArrowDown' && !isOpen) {
                void fetchList();
            } else if (event.key === 'ArrowDown') {
                activate(active + 1 < texts.length ? active + 1 : -1);
            } else if (event.key === 'ArrowUp' && isOpen) {
                activate(active >= 0 ? active - 1 : texts.length - 1);
            } else if (event.key === 'Enter' && isOpen && active >= 0) {
                choose(active);
            } else if (event.key === 'Escape' && isOpen) {
                close();
            } else {
                return false;
            }
            return true;
        }

        return {ask: wanted.ask, close, takeKey};
    })();

    // ---- The field --------------------------------------------------------------------------

    function changed() {
        completions.ask();
        if (isSearch) {
            typed.ask();
        }
    }

    input.addEventListener('compositionstart', () => {
        composing = true;
        typed.cancel();
        completions.close();
    });
    input.addEventListener('compositionend', () => {
        composing = false;
        changed();
    });
    input.addEventListener('input', (event) => {
        if (!composing && !(/** @type {InputEvent} */ (event).isComposing)) {
            changed();
        }
    });
    input.addEventListener('blur', () => completions.close());
    input.addEventListener('keydown', (event) => {
        if (isComposing(event)) {
            // Enter ends the composition, and arrows are the input method's.
            enterTaken = event.key === 'Enter' ? event.timeStamp : enterTaken;
            return;
        }
        if (completions.takeKey(event)) {
            event.preventDefault();
        } else if (event.key === 'Escape') {
            input.blur();
        }
    });
    form.addEventListener('submit', (event) => {
        event.preventDefault();
        // Telephones compose all the time, and have a key to search with.
        if (event.timeStamp - enterTaken > 50) {
            composing = false;
            search();
        }
    });
    window.addEventListener('popstate', () => {
        if (!isSearch || location.hash !== '') {
            return; // within the page
        }
        typed.cancel();
        completions.close();
        input.value = new URLSearchParams(location.search).get('q') || '';
        void show(location.pathname + location.search, 'back');
    });

    // ---- Going through results, and back to them ----------------------------------------------

    /** @param {number} by */
    function moveToHit(by) {
        const titles = /** @type {HTMLElement[]} */ ([...main.querySelectorAll('.hit a.title')]);
        const now = titles.findIndex((title) => title === document.activeElement ||
            title.closest('.hit')?.contains(document.activeElement));
        const next = now < 0 ? (by > 0 ? 0 : titles.length - 1) : now + by;
        titles[next]?.focus();
        titles[next]?.closest('.hit')?.scrollIntoView({block: 'nearest'});
    }

    main.addEventListener('click', (event) => {
        const link = /** @type {Element} */ (event.target).closest('a');
        if (isSearch && link?.getAttribute('href')?.startsWith('/article/')) {
            try {
                sessionStorage.setItem(RESULTS, location.pathname + location.search);
            } catch {
                // then the way back is to the query without its filters
            }
        }
    });

    /** Leads back to the very results that an article was opened from. */
    function restoreBack() {
        const back = /** @type {HTMLAnchorElement | null} */ (document.getElementById('back'));
        try {
            const url = new URL(sessionStorage.getItem(RESULTS) || '/', location.href);
            const query = new URL(location.href).searchParams.get('q');
            if (back && url.origin === location.origin && url.searchParams.get('q') === query) {
                back.href = url.pathname + url.search;
            }
        } catch {
            // it leads to the query
        }
    }

    // ---- Going through the hits of an article ---------------------------------------------------

    const marks = /** @type {HTMLElement[]} */ ([...main.querySelectorAll('mark[id^="hit-"]')]);
    let hit = -1;

    /**
     * @param {number} i
     * @param {boolean} [quietly] where the browser has gone there by itself
     */
    function goToHit(i, quietly) {
        const mark = marks[i];
        if (!mark) {
            return;
        }
        marks[hit]?.classList.remove('now');
        main.querySelector('.found [aria-current]')?.removeAttribute('aria-current');
        hit = i;
        mark.classList.add('now');
        mark.tabIndex = -1;
        byId('hit-now').textContent = mark.id.slice('hit-'.length);
        const listed = main.querySelector(`.found a[href="#${mark.id}"]`);
        listed?.setAttribute('aria-current', 'true');
        if (!quietly) {
            const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
            mark.focus({preventScroll: true});
            mark.scrollIntoView({block: 'center', behavior: still ? 'auto' : 'smooth'});
        }
    }

    /** @param {number} by */
    function moveInArticle(by) {
        goToHit(hit < 0 && by < 0 ? marks.length - 1 : (hit + by + marks.length) % marks.length);
    }

    function followHash() {
        const i = marks.findIndex((mark) => `#${mark.id}` === location.hash);
        if (i >= 0) {
            goToHit(i, true);
        }
    }

    if (isArticle) {
        restoreBack();
    }
    if (marks.length > 0) {
        byId('moves').hidden = false;
        byId('moves').addEventListener('click', (event) => {
            const button = /** @type {Element} */ (event.target).closest('button');
            if (button) {
                moveInArticle(Number(button.dataset.move));
            }
        });
        window.addEventListener('hashchange', followHash);
        followHash();
    }

    // ---- Keys of the page -----------------------------------------------------------------------

    /** @param {EventTarget | null} target */
    const isEditable = (target) => target instanceof HTMLElement &&
        (target.isContentEditable || target.matches('input, textarea, select'));

    document.addEventListener('keydown', (event) => {
        if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey ||
            isEditable(event.target)) {
            return;
        }
        const move = isArticle && marks.length > 0 ? moveInArticle : moveToHit;
        if (event.key === '/') {
            input.focus();
            input.select();
        } else if (event.key === 'j' || (event.key === 'n' && isArticle)) {
            move(1);
        } else if (event.key === 'k' || (event.key === 'p' && isArticle)) {
            move(-1);
        } else if (event.key === 'Escape' && document.activeElement instanceof HTMLElement) {
            document.activeElement.blur();
            return;
        } else {
            return;
        }
        event.preventDefault();
    });
})();
