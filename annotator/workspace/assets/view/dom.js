// @ts-check
/** Making elements. Texts become text nodes, never markup. */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string|number|boolean|null|undefined>} [attributes] true: present; false, null:
 *   absent
 * @param {...(Node|string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/**
 * Write a text only where it differs, so that nothing is painted or read out twice.
 * @param {Node} node
 * @param {string} text
 */
export function write(node, text) {
  const only = node.firstChild;
  if (only instanceof Text && !only.nextSibling) {
    // changing the characters is cheaper than a new node, and no news to those who watch for elements
    if (only.data !== text) only.data = text;
  } else if (node.textContent !== text) node.textContent = text;
}

/** A button that the mouse presses without taking the keyboard away from the sentences.
 * @param {Record<string, string|number|boolean|null|undefined>} attributes @param {() => void} run
 * @param {...(Node|string)} children */
export function button(attributes, run, ...children) {
  const element = h("button", { type: "button", ...attributes }, ...children);
  element.addEventListener("mousedown", (event) => event.preventDefault());
  element.addEventListener("click", run);
  return element;
}
