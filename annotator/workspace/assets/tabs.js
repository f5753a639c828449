// @ts-check
/** Other tabs of the same annotator hear at once what is decided here, and what the server has said. */

/** @typedef {import("./types.js").Decision} Decision */
/** @typedef {{what: "decided", annotator: string, decisions: Decision[]}
 *   | {what: "saved", annotator: string, labels: import("./types.js").Label[]}} Message */

export class Tabs {
  /** @param {(message: Message) => void} onMessage */
  constructor(onMessage) {
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("claimdesk");
    if (this.channel) this.channel.onmessage = (event) => onMessage(event.data);
  }

  /** @param {Message} message */
  tell(message) {
    this.channel?.postMessage(message);
  }

  close() {
    this.channel?.close();
  }
}
