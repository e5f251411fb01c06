// Numbers in texts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { number } from "../../src/words/number.ts";

test("numbers stand in groups of three digits, with three decimals at most, as the browser writes them in English", () => {
  for (const value of [0, 7, -7, 999, 1000, -1000, 12345, 999999, 1e6, 1234567890, 0.5, 1234.5, -1234.5678, 999999.9999, 9007199254740991]) {
    assert.equal(number(value), value.toLocaleString("en"));
  }
});
