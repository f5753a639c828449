// @ts-check
/** The page's address: the event that is open, and the sentence to which a link leads. */

/**
 * The site's root, wherever a proxy puts it: this module is served at `assets/<version>/address.js` below it.
 */
export const ROOT = new URL("../../", import.meta.url);

/** What the address names. @returns {{event: string|null, sentence: string|null}} */
export function addressed() {
  return {
    event: new URL(location.href).searchParams.get("event"),
    sentence: decoded(location.hash.slice(1)) || null,
  };
}

/** Name the open event, so that a reload comes back to it. @param {string} event
 * @param {boolean} isFirst of this page; every further one can be left by the browser's Back */
export function nameInAddress(event, isFirst) {
  const here = new URL(location.href);
  if (here.searchParams.get("event") === event) return;
  here.searchParams.set("event", event);
  here.hash = "";
  if (isFirst) history.replaceState(history.state, "", here);
  else history.pushState(history.state, "", here);
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // a link that was cut off names nothing
  }
}
