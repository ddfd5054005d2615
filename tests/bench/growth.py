# SPDX-License-Identifier: GPL-2.0-or-later
"""How the time and the space that zsearch takes grow with what it is given: an eighth, a quarter,
a half and all of a corpus, each within the next, so that words, near duplicates and long articles
become more as they do in life. Prints a table and draws it.

    growth.py [--plot FILE.svg] COLLECTION...

Collections are those of compare.py, which does the measuring. Queries are those of all of them;
of each the least CPU time of three rounds counts, against what else runs on the machine."""
import argparse
import math
import os
import tempfile
import zlib

import compare

ROUNDS = 3
EIGHTHS = (1, 2, 4, 8)
COLUMNS = {"articles": ",.0f", "text MB": ".1f", "index s": ".1f", "index CPU s": ".1f", "peak MB": ".0f", "index MB": ".1f",
           "p50 ms": ".2f", "p99 ms": ".2f"}
PANELS = (("index, seconds", ("index s", "index CPU s")), ("index, MB", ("index MB",)),
          ("query, ms of CPU time", ("p50 ms", "p99 ms")))
COLOURS = ("#1f5fa8", "#c2571a")
WIDTH, HEIGHT, MARGIN = 250, 200, 42


def measure(folders, eighths):
    engine = compare.OURS[0]
    with tempfile.TemporaryDirectory(prefix="zsearch-growth-") as work:
        corpus = compare.Corpus(folders, work, lambda article: zlib.crc32(article[0].encode()) % 8 < eighths)
        made = compare.index(engine, corpus, f"{work}/index")
        rounds = [compare.times(engine, corpus, f"{work}/index", f"{work}/run", compare.CPU) for _ in range(ROUNDS)]
    least = [min(one) for one in zip(*rounds, strict=True)]
    size = corpus.bytes / 1e6
    return {"articles": corpus.articles, "text MB": size, "index s": size / made["index MB/s"],
            "index CPU s": made["index CPU s"], "peak MB": made["peak MB"], "index MB": made["bytes/text"] * size,
            "p50 ms": compare.percentile(least, .5), "p99 ms": compare.percentile(least, .99)}


def print_table(rows):
    print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}")
    for row in rows:
        print(f"| {' | '.join(f'{row[name]:{form}}' for name, form in COLUMNS.items())} |", flush=True)
    first, last = rows[0], rows[-1]
    growth = math.log(last["text MB"] / first["text MB"])
    print("\ngrows as the text to the power of: " + ", ".join(
        f"{name} {math.log(last[name] / first[name]) / growth:.2f}" for name in list(COLUMNS)[2:]))


def panel(title, names, rows):
    """The lines of one drawing: axes from 0, so that what grows in proportion is straight."""
    right, top = max(row["text MB"] for row in rows), max(row[name] for row in rows for name in names)
    yield f'<text x="{MARGIN}" y="20" font-weight="bold">{title}</text>'
    yield f'<path d="M{MARGIN} {MARGIN}V{HEIGHT - MARGIN}H{WIDTH - 8}" fill="none" stroke="#888"/>'
    yield f'<text x="{MARGIN - 4}" y="{MARGIN + 4}" text-anchor="end">{top:.3g}</text>'
    yield f'<text x="{MARGIN - 4}" y="{HEIGHT - MARGIN}" text-anchor="end">0</text>'
    yield f'<text x="{WIDTH - 8}" y="{HEIGHT - MARGIN + 16}" text-anchor="end">{right:.0f} MB of text</text>'
    for number, (name, colour) in enumerate(zip(names, COLOURS)):
        points = [(MARGIN + row["text MB"] / right * (WIDTH - MARGIN - 8),
                   HEIGHT - MARGIN - row[name] / top * (HEIGHT - 2 * MARGIN)) for row in rows]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>' for x, y in points)
        yield f'<text x="{MARGIN + number * 90}" y="{HEIGHT - 6}" fill="{colour}">{name}</text>'


def draw(rows, path):
    with open(path, "w", encoding="utf-8") as file:
        width = WIDTH * len(PANELS)
        print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" '
              'font-family="sans-serif" font-size="11">\n<rect width="100%" height="100%" fill="#fff"/>', file=file)
        for number, (title, names) in enumerate(PANELS):
            print(f'<g transform="translate({number * WIDTH})">', *panel(title, names, rows), "</g>", sep="\n", file=file)
        print("</svg>", file=file)


def main():
    parser = argparse.ArgumentParser(prog="./dev bench growth", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="DIR")
    parser.add_argument("--plot", default=f"{compare.SOURCE}/docs/growth.svg", help="(docs/growth.svg)")
    options = parser.parse_args()
    compare.use_cores()
    load = os.getloadavg()[0]
    rows = [measure(options.folders, eighths) for eighths in EIGHTHS]
    print_table(rows)
    print(f"load of the machine before: {load:.1f}")
    draw(rows, options.plot)


if __name__ == "__main__":
    main()
