// @ts-check
/** The codebook as the page uses it. No layer, value or key is named anywhere else in this folder's code. */

/** @typedef {import("./types.js").Layer} Layer */
/** @typedef {import("./types.js").LayerValue} LayerValue */

const CHOICES = new Set(["nominal", "ordinal", "interval", "ratio", "set"]);

/** Look-ups into a codebook's JSON. */
export class Codebook {
  /** @param {import("./types.js").CodebookJson} json */
  constructor(json) {
    this.json = json;
    this.hash = json.hash;
    /** @type {Layer[]} */
    this.layers = json.layer ?? [];
    /** @type {Map<string, Layer>} */
    this.byId = new Map(this.layers.map((layer) => [layer.id, layer]));
    /** @type {Map<string, Map<string, LayerValue>>} */
    this.values = new Map(
      this.layers.map((layer) => [layer.id, new Map(valuesOf(layer).map((v) => [v.id, v]))]),
    );
    /** @type {import("./types.js").Constraint[]} */
    this.constraints = json.constraint ?? [];
    /** The layer whose value can say "nothing is claimed here", or null. */
    this.emptyLayer = this.layers.find((layer) => layer.empty) ?? null;
    this.presets = this.constraints.filter((constraint) => constraint.rule === "preset");
    this.presetKinds = new Set(this.presets.flatMap((constraint) => constraint.kinds));
  }

  /** @param {string} id @returns {Layer} */
  layer(id) {
    const layer = this.byId.get(id);
    if (!layer) throw new RangeError(`The codebook has no layer ${id}.`);
    return layer;
  }

  /** @param {string} layer @param {string} id @returns {LayerValue|undefined} */
  value(layer, id) {
    return this.values.get(layer)?.get(id);
  }

  /** A value's title; its id where there is none. @param {string} layer @param {string} id */
  title(layer, id) {
    return this.value(layer, id)?.title || id;
  }

  /** A layer's title; its id where there is none. @param {string} id */
  layerTitle(id) {
    return this.byId.get(id)?.title || id;
  }

  /** Are claims labeled, or sentences as a whole? */
  get hasClaims() {
    return this.json.target !== "sentence";
  }

  /** Layers that are answered by choosing among values, in the codebook's order. */
  get choiceLayers() {
    return this.layers.filter((layer) => isChoice(layer) && valuesOf(layer).length > 0);
  }

  /**
   * Does this value of this layer say that the sentence holds no claim?
   * @param {string} layer
   * @param {unknown} value
   */
  isEmpty(layer, value) {
    return this.emptyLayer?.id === layer && this.emptyLayer.empty === value;
  }

  /** Rules for doubtful cases that concern a layer. @param {string} layer */
  edgeRules(layer) {
    return (this.json.edge_rule ?? []).filter((rule) => rule.layers?.includes(layer));
  }
}

/** @param {Layer} layer */
export function isChoice(layer) {
  return CHOICES.has(layer.measurement);
}

/** @param {Layer} layer @returns {LayerValue[]} */
export function valuesOf(layer) {
  return layer.value ?? [];
}

/** Are two label values the same? @param {unknown} a @param {unknown} b */
export function same(a, b) {
  return a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
