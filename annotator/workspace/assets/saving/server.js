// @ts-check
/** The requests of the page. Every failure is an Error with `status`, 0 where no answer came. */

import { ROOT } from "../address.js";
import { TEXTS } from "../texts.js";

const PATIENCE = 10_000;
/** Browsers let requests outlive the page up to 64 KB in all. */
const KEEPALIVE = 20_000;

/** @typedef {import("./outbox.js").Answer} Answer */

/** @param {string} path @param {RequestInit} [options] @returns {Promise<any>} */
async function request(path, options = {}) {
  const response = await fetch(new URL(path, ROOT), {
    credentials: "same-origin",
    signal: AbortSignal.timeout(PATIENCE),
    ...options,
  }).catch(() => {
    throw failure(TEXTS.unreachable, 0);
  });
  // a gate that leads to a sign-in page answers with a page, not with JSON
  if (response.redirected) throw failure("", 401);
  if (!response.ok) throw failure(await reasonOf(response), response.status);
  return response.json();
}

/** @param {string} reason @param {number} status */
function failure(reason, status) {
  return Object.assign(new Error(reason), { status });
}

/** @param {Response} response */
async function reasonOf(response) {
  try {
    const body = await response.json();
    return String(body.error ?? body.reason ?? response.status);
  } catch {
    return String(response.status);
  }
}

/** An event to work on; without an id, the next of the annotator's queue. @param {string|null} event
 * @returns {Promise<import("../model/types.js").Bundle>} */
export function fetchEvent(event) {
  return request(event ? `api/workspace?event=${encodeURIComponent(event)}` : "api/workspace");
}

/** Every event with the annotator's progress. @returns {Promise<import("../events_page.js").Row[]>} */
export function fetchEvents() {
  return request("api/events");
}

/**
 * The state of the corpus, and the place of an event in it.
 * @param {string|null} event
 * @returns {Promise<import("../model/wire.js").CorpusView>}
 */
export function fetchCorpus(event) {
  return request(event ? `api/corpus?event=${encodeURIComponent(event)}` : "api/corpus");
}

/**
 * The annotator's unsure sentences of every event.
 * @returns {Promise<import("../dialogs/unsure_list.js").Unsure[]>}
 */
export function fetchUnsure() {
  return request("api/unsure");
}

/**
 * Sentences that hold the words, and labels of one's own that do.
 * @param {string} words
 * @returns {Promise<import("../model/wire.js").HitView[]>}
 */
export function fetchHits(words) {
  return request(`api/search?words=${encodeURIComponent(words)}`);
}

/** Whom the browser is signed in as, by the id in its readable cookie; "" for nobody. @param {string} name */
function signedInAs(name) {
  const pairs = document.cookie.split(";").map((pair) => pair.trim().split("="));
  return pairs.find(([key]) => key === name)?.[1] ?? "";
}

/**
 * Save decisions. A page whose browser has changed hands meanwhile sends nothing: what waits is its
 * annotator's.
 * @param {import("../model/types.js").Annotator} annotator
 * @param {string} client
 * @param {import("../model/types.js").Decision[]} batch
 * @returns {Promise<Answer>}
 */
export async function sendDecisions(annotator, client, batch) {
  const current = signedInAs(annotator.cookie);
  if (current !== annotator.id && !(current === "" && annotator.guest))
    throw failure("", current ? 409 : 401);
  const body = JSON.stringify({ annotator: annotator.id, client, batch });
  return request("api/decisions", {
    method: "POST",
    headers: { "content-type": "application/json", "x-requested-with": "claimdesk" },
    body,
    keepalive: body.length < KEEPALIVE,
  });
}
