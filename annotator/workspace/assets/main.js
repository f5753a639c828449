// @ts-check
/**
 * What Streamlit calls. It calls again with every change of data or theme, on the same element and without
 * cleaning up in between; and it may run the cleanup of an older call after a newer one is live.
 */

import { Workspace } from "./workspace.js";

/** @typedef {{data: {event?: string|null}|null, parentElement: HTMLElement|ShadowRoot}} Call */

/** @type {WeakMap<object, {workspace: Workspace, generation: number}>} */
const INSTANCES = new WeakMap();

/** @param {Call} call @returns {() => void} the cleanup of this call */
export default function draw({ data, parentElement }) {
  let instance = INSTANCES.get(parentElement);
  if (!instance) {
    instance = { workspace: new Workspace(parentElement), generation: 0 };
    INSTANCES.set(parentElement, instance);
  }
  const live = instance;
  live.generation += 1;
  const generation = live.generation;
  live.workspace.ask(data?.event ?? null);
  return () => {
    if (live.generation !== generation) return;
    live.workspace.destroy();
    INSTANCES.delete(parentElement);
  };
}
