// @ts-check
/**
 * Notices when the browser translates the page: then the words on the screen are not those that are labeled.
 */

const TRANSLATED = ["translated-ltr", "translated-rtl"];

/**
 * Watch for a translation of the page.
 *
 * @param {HTMLElement} root of the workspace
 * @param {(isTranslated: boolean) => void} onChange
 * @returns {() => void} stops watching
 */
export function watchTranslation(root, onChange) {
  let before = false;
  const look = () => {
    const { classList } = document.documentElement;
    const now = TRANSLATED.some((name) => classList.contains(name)) || root.querySelector("font") !== null;
    if (now !== before) onChange(now);
    before = now;
  };
  const observer = new MutationObserver(look);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["class", "lang"] });
  look();
  return () => observer.disconnect();
}
