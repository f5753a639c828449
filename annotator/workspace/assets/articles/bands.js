// @ts-check
/**
 * How articles stand beside one another: bands, each with one cell for every column. Aligned sentences begin
 * a band together, so that they are at the same height, as long as that leaves no large blank. Pure.
 */

/** @typedef {{kind: "sentence", id: string, weight: number} | {kind: "heading", id: string, weight: number}
 *   | {kind: "boilerplate", id: string, ids: string[], weight: number}} Item weight: estimated lines */
/** @typedef {{cells: Item[][], weight: number}} Band */
/**
 * @typedef {{columns: Map<number, number>, score: number}} Sync column -> index of the item that starts the
 *   band
 */

const LINE = 62;
/** A pair that would leave more blank lines than this is linked by highlight only. */
const BLANK = 9;

/**
 * One column: sentences to label, headings, and folded runs of boilerplate.
 * @param {import("../model/types.js").Article} article
 * @param {(kind: string) => boolean} isWork
 * @returns {Item[]}
 */
export function itemsOf(article, isWork) {
  /** @type {Item[]} */
  const items = [];
  for (const { id, kind, start, end } of article.sentences) {
    const weight = Math.ceil((end - start) / LINE) + 0.8;
    const last = items.at(-1);
    if (isWork(kind)) items.push({ kind: "sentence", id, weight });
    else if (kind === "runin_heading") items.push({ kind: "heading", id, weight: 1.5 });
    else if (last?.kind === "boilerplate") last.ids.push(id);
    else items.push({ kind: "boilerplate", id, ids: [id], weight: 1.5 });
  }
  return items;
}

/** @param {Item[][]} columns @param {[string, string, number][]} pairs @returns {Band[]} */
export function bandsOf(columns, pairs) {
  const cursor = columns.map(() => 0);
  /** @type {Band[]} */
  const bands = [];
  for (const sync of syncsOf(columns, pairs)) {
    const goal = goalOf(sync, columns, cursor);
    if (!goal) continue;
    if (goal.some((index, column) => index > cursor[column])) bands.push(bandOf(columns, cursor, goal));
    goal.forEach((index, column) => {
      cursor[column] = index;
    });
  }
  bands.push(
    bandOf(
      columns,
      cursor,
      columns.map((items) => items.length),
    ),
  );
  return bands.filter((band) => band.cells.some((cell) => cell.length > 0));
}

/**
 * Estimated height of every sentence from the top, in lines.
 * @param {Band[]} bands
 * @returns {Map<string, number>}
 */
export function heightsOf(bands) {
  /** @type {Map<string, number>} */
  const heights = new Map();
  let top = 0;
  for (const band of bands) {
    for (const cell of band.cells) {
      let height = top;
      for (const item of cell) {
        for (const id of item.kind === "boilerplate" ? item.ids : [item.id]) heights.set(id, height);
        height += item.weight;
      }
    }
    top += band.weight;
  }
  return heights;
}

/** @param {Item[][]} columns @param {number[]} from @param {number[]} to @returns {Band} */
function bandOf(columns, from, to) {
  const cells = columns.map((items, column) => items.slice(from[column], to[column]));
  return { cells, weight: Math.max(...cells.map(weigh)) };
}

/** @param {Item[]} items */
function weigh(items) {
  return items.reduce((sum, item) => sum + item.weight, 0);
}

/** How far every column is when a band begins; null where the pair goes backwards or leaves too much blank.
 * @param {Sync} sync @param {Item[][]} columns @param {number[]} cursor @returns {number[]|null} */
function goalOf(sync, columns, cursor) {
  const weights = [];
  for (const [column, index] of sync.columns) {
    if (index < cursor[column]) return null;
    weights.push(weigh(columns[column].slice(cursor[column], index)));
  }
  const height = Math.max(...weights);
  if (height - Math.min(...weights) > BLANK) return null;
  return columns.map((items, column) => sync.columns.get(column) ?? fitting(items, cursor[column], height));
}

/** How far a column without a counterpart goes in the height that the others take.
 * @param {Item[]} items @param {number} from @param {number} height */
function fitting(items, from, height) {
  let index = from;
  let used = 0;
  while (index < items.length && used + items[index].weight <= height) {
    used += items[index].weight;
    index += 1;
  }
  return index;
}

/** Pairs of neighbouring columns that keep the order of both, in reading order.
 * @param {Item[][]} columns @param {[string, string, number][]} pairs @returns {Sync[]} */
function syncsOf(columns, pairs) {
  /** @type {Map<string, [number, number]>} */
  const places = new Map();
  columns.forEach((items, column) => items.forEach((item, index) => places.set(item.id, [column, index])));
  /** @type {Sync[]} */
  const syncs = [];
  for (let column = 0; column + 1 < columns.length; column += 1) {
    /** @type {[number, number, number][]} */
    const found = [];
    for (const [a, b, score] of pairs) {
      const [p, q] = [places.get(a), places.get(b)];
      if (p?.[0] === column && q?.[0] === column + 1) found.push([p[1], q[1], score]);
      if (q?.[0] === column && p?.[0] === column + 1) found.push([q[1], p[1], score]);
    }
    for (const [left, right, score] of monotone(found)) {
      const joined = syncs.find((sync) => sync.columns.get(column) === left && !sync.columns.has(column + 1));
      if (joined) joined.columns.set(column + 1, right);
      else
        syncs.push({
          columns: new Map([
            [column, left],
            [column + 1, right],
          ]),
          score,
        });
    }
  }
  const depth = (/** @type {Sync} */ sync) =>
    Math.min(...[...sync.columns].map(([column, index]) => index / Math.max(1, columns[column].length)));
  return syncs.sort((p, q) => compareSyncs(p, q) || depth(p) - depth(q));
}

/** @param {Sync} p @param {Sync} q */
function compareSyncs(p, q) {
  for (const [column, index] of p.columns) {
    const other = q.columns.get(column);
    if (other !== undefined && other !== index) return index - other;
  }
  return 0;
}

/** The heaviest chain of pairs in which both sides only go on. @param {[number, number, number][]} pairs
 * @returns {[number, number, number][]} */
function monotone(pairs) {
  const sorted = [...pairs].sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  const best = sorted.map((pair) => pair[2]);
  const before = sorted.map(() => -1);
  for (let here = 0; here < sorted.length; here += 1) {
    for (let there = 0; there < here; there += 1) {
      const follows = sorted[there][0] < sorted[here][0] && sorted[there][1] < sorted[here][1];
      if (follows && best[there] + sorted[here][2] > best[here]) {
        best[here] = best[there] + sorted[here][2];
        before[here] = there;
      }
    }
  }
  const chain = [];
  for (let at = best.indexOf(Math.max(...best)); at >= 0; at = before[at]) chain.unshift(sorted[at]);
  return chain;
}
