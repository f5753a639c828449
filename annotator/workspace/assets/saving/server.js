// @ts-check
/** The requests of the page. Every failure is an Error with `status`, 0 where no answer came. */

import { TEXTS } from "../texts.js";

const PATIENCE = 10_000;
/** Browsers let requests outlive the page up to 64 KB in all. */
const KEEPALIVE = 20_000;

/** @typedef {import("./outbox.js").Answer} Answer */

/** @param {string} path @param {RequestInit} [options] @returns {Promise<any>} */
async function request(path, options = {}) {
  const response = await fetch(new URL(path, location.origin), {
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
  return request(event ? `/api/workspace?event=${encodeURIComponent(event)}` : "/api/workspace");
}

/** Every event with the annotator's progress. @returns {Promise<import("../events_page.js").Row[]>} */
export function fetchEvents() {
  return request("/api/events");
}

/**
 * The annotator's unsure sentences of every event.
 * @returns {Promise<import("../dialogs/unsure_list.js").Unsure[]>}
 */
export function fetchUnsure() {
  return request("/api/unsure");
}

/** @param {string} annotator @param {string} client @param {import("../model/types.js").Decision[]} batch
 * @returns {Promise<Answer>} */
export function sendDecisions(annotator, client, batch) {
  const body = JSON.stringify({ annotator, client, batch });
  return request("/api/decisions", {
    method: "POST",
    headers: { "content-type": "application/json", "x-requested-with": "claimdesk" },
    body,
    keepalive: body.length < KEEPALIVE,
  });
}
