// @ts-check
/** Limits, keys and messages that the server and the page share: labels/codebook/shared.toml. */
// Written by tests/shared_cases/build.py; change the TOML file and run that.

export const LIMITS = Object.freeze({
  "title": 200,
  "text": 10000,
  "ranges": 200,
  "sources": 50,
  "batch": 200
});

export const COMMANDS = Object.freeze({
  "j": "down",
  "ArrowDown": "down",
  "k": "up",
  "ArrowUp": "up",
  "h": "left",
  "ArrowLeft": "left",
  "l": "right",
  "ArrowRight": "right",
  "Home": "first",
  "End": "last",
  "PageUp": "pageUp",
  "PageDown": "pageDown",
  "Enter": "done",
  "n": "nextOpen",
  "f": "nextSuggestion",
  "?": "help",
  "Escape": "escape",
  ",": "previousClaim",
  ".": "nextClaim",
  "s": "split",
  "Delete": "remove",
  "Backspace": "clear",
  "y": "repeat",
  " ": "accept"
});

export const SHIFTED = Object.freeze({
  "s": "merge",
  "t": "sources",
  "f": "fold",
  "g": "codebook",
  "a": "article",
  "u": "unsureList",
  "d": "display",
  "h": "counterpartLeft",
  "arrowleft": "counterpartLeft",
  "l": "counterpartRight",
  "arrowright": "counterpartRight"
});

export const WITH_ALT = Object.freeze({
  "Comma": "earlier",
  "Period": "later"
});

export const ROLES = Object.freeze({
  "w": "contentRanges",
  "e": "cueRanges",
  "t": "mentionRanges"
});

export const BROWSER = Object.freeze({
  "keys": [
    "Tab"
  ]
});

export const MESSAGES = Object.freeze({
  "alone": "{value} can't be combined with any other label in this sentence.",
  "together": "{values} go together. Choose all of them or none.",
  "without": "{values} can't be combined with {layers}. Clear {layers}.",
  "needs": "Still missing: {layers}.",
  "required": "Still missing: {layers}.",
  "only_with": "{layer} only goes with {values}.",
  "max": "{layer} takes at most {max} entries, not {count}.",
  "not_among": "{layer} can't name the outlet itself or a source that {layers} names.",
  "elsewhere": "Another claim in this article needs the same {layer}, with {values}.",
  "quotes": "None of these words are in quotation marks.",
  "distinct": "Another claim in this sentence has the same labels. Change one or delete it.",
  "undecided": "Nothing is decided yet. Choose {layer}.",
  "undecided_or_empty": "Nothing is decided yet. Choose {layer}, or {value}."
});
