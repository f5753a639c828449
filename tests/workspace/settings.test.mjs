import assert from "node:assert/strict";
import { test } from "node:test";

import { Settings } from "../../annotator/workspace/assets/settings.js";

const storage = (text = null) => ({
  text,
  getItem() {
    return this.text;
  },
  setItem(_, value) {
    this.text = value;
  },
});

test("what was chosen is there again after a reload", () => {
  const kept = storage();
  new Settings(kept).set("density", "airy");
  assert.equal(new Settings(kept).values.density, "airy");
});

test("a damaged entry, and one of another version, leave the defaults", () => {
  assert.equal(new Settings(storage("{no json")).values.size, 1);
  assert.equal(new Settings(storage('{"size": "large", "order": {}, "columns": 3}')).values.size, 1);
  assert.equal(new Settings(storage('{"size": "large", "order": {}, "columns": 3}')).values.columns, 3);
  assert.equal(new Settings(storage("null")).values.columns, 2);
});

test("without storage a choice holds while the page is open", () => {
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new Error("quota");
    },
  };
  for (const one of [null, full]) {
    const settings = new Settings(one);
    settings.set("blind", true);
    assert.equal(settings.is("blind"), true);
  }
});
