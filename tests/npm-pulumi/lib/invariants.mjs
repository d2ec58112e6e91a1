// What the engine takes for granted of every answer. Every answer of every scenario is held to it.
import assert from "node:assert/strict";
import { SENTINELS, isSecret } from "./wire.mjs";

/** A real answer holds no placeholder of a value that nobody knows. */
export function noSentinel(what, value) {
  const text = JSON.stringify(value ?? null);
  for (const sentinel of SENTINELS) assert.ok(!text.includes(sentinel), `${what}: unexpected unknown property value in ${text.slice(0, 600)}`);
}

export function created(answer, preview) {
  assert.ok(answer.properties, "Create: properties must be set");
  if (preview) return;
  assert.notEqual(answer.id, "", "Create: plugin returned empty resource.ID");
  noSentinel("Create", answer.properties);
}

export function updated(answer, preview) {
  assert.ok(answer.properties, "Update: properties must be set");
  if (!preview) noSentinel("Update", answer.properties);
}

/** Gone is told by an empty answer; anything else by id, properties and inputs. */
export function read(answer) {
  if (answer.id === "") {
    assert.equal(answer.properties, undefined, "Read: properties of what is gone");
    return;
  }
  assert.ok(answer.properties, "Read: properties must be set");
  assert.ok(answer.inputs, "Read: inputs must be set, else nothing can be imported");
  noSentinel("Read", answer.properties);
  noSentinel("Read", answer.inputs);
}

const root = (path) => /^(?:\["([^"]*)"\]|([^.[]+))/.exec(path).slice(1).find((part) => part !== undefined);

export function diffed(diff) {
  assert.notEqual(diff.changes, "UNKNOWN", "Diff: DIFF_UNKNOWN makes the engine compare by itself");
  assert.equal(diff.hasDetailedDiff, true, "Diff: without hasDetailedDiff the details are not shown");
  assert.equal(new Set(diff.diffs).size, diff.diffs.length, "Diff: duplicates in diffs");
  for (const path of Object.keys(diff.detailedDiff)) assert.ok(diff.diffs.includes(root(path)), `Diff: ${path} has no root in ${diff.diffs}`);
  for (const path of diff.replaces) assert.ok(diff.diffs.includes(root(path)), `Diff: ${path} replaces and is not in ${diff.diffs}`);
  const replacing = Object.values(diff.detailedDiff).some(({ kind }) => kind.endsWith("_REPLACE"));
  assert.equal(replacing, diff.replaces.length > 0, "Diff: replaces and the details disagree");
  if (diff.changes === "NONE") assert.deepEqual([diff.diffs, diff.replaces, diff.detailedDiff], [[], [], {}], "Diff: NONE with differences");
  else assert.ok(diff.diffs.length > 0, "Diff: SOME with nothing to show");
}

/** An error that the user reads: words, a code of ours, no trace, no code that means "status unknown". */
export function refused(error) {
  assert.ok(!["INTERNAL", "UNKNOWN", "DATA_LOSS", "UNIMPLEMENTED"].includes(error.code), `${error.message}: ${error.code} leaves the engine in doubt`);
  assert.ok(error.trailers.length <= 1, "one header of details");
  if (error.statusCode) assert.equal(error.statusCode, error.code, "the code in the details is the code of the call");
  const text = JSON.stringify([error.text, error.details ?? ""]);
  assert.doesNotMatch(text, /\n?\s+at [\w.]+\(|Exception|\.cs:line/, "a stack trace reaches the user");
  const initFailed = error.initFailed;
  if (!initFailed) {
    assert.notEqual(error.text, "", `${error.method}: an error without words`);
    return;
  }
  assert.notEqual(initFailed.id, "", "a partial failure has an id");
  assert.ok(initFailed.properties, "a partial failure has properties");
  assert.ok(initFailed.reasons.length > 0, "a partial failure has reasons");
  noSentinel("ErrorResourceInitFailed", initFailed.properties);
}

/** The same value without the marks of secrets. */
export function unwrapped(value) {
  if (isSecret(value)) return unwrapped(value.value);
  if (Array.isArray(value)) return value.map(unwrapped);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrapped(inner)]));
  return value;
}
