// @ts-check
/** Other tabs of the same annotator hear at once what is decided here, and what the server has said. */

/** @typedef {import("../model/types.js").Decision} Decision */
/** @typedef {import("../model/types.js").Label & {client_at: string}} Saved */
/** @typedef {{what: "decided", annotator: string, decisions: Decision[]}
 *   | {what: "saved", annotator: string, labels: Saved[]}
 *   | {what: "asked", annotator: string} | {what: "chosen", annotator: string, uuids: string[]}} Message
 *   asked: a question to the person is in the database; chosen: these have an answer */

const SOON = 20;

export class Tabs {
  /** @param {(message: Message) => void} onMessage */
  constructor(onMessage) {
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("claimdesk");
    if (this.channel) this.channel.onmessage = (event) => event.data.forEach(onMessage);
    /** @type {Message[]} */
    this.waiting = [];
    /** @type {any} */
    this.timer = null;
    this.leave = () => this.send();
    window.addEventListener("pagehide", this.leave);
  }

  /** @param {Message} message */
  tell(message) {
    if (!this.channel) return;
    this.waiting.push(message);
    // not in the task of a key: the copying would delay its frame
    this.timer ??= setTimeout(() => this.send(), SOON);
  }

  send() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.waiting.length) this.channel?.postMessage(this.waiting);
    this.waiting = [];
  }

  close() {
    this.send();
    window.removeEventListener("pagehide", this.leave);
    this.channel?.close();
  }
}
