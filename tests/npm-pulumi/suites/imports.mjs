// Import by every form of id: the id alone must be enough, and the first plan after it empty.
import assert from "node:assert/strict";
import { check } from "../lib/checks.mjs";
import { ASSOCIATION, EXCLUSIVE, REVOCATION, configured, failsWith, inStack, well } from "../lib/fleet.mjs";
import { diffed, read, refused } from "../lib/invariants.mjs";
import { named } from "../lib/session.mjs";
import { show } from "../lib/show.mjs";
import { world } from "../lib/simulator.mjs";

const FLEET = world(
  {
    "ins-web00001": ["STOPPED", ["skey-team0001", "skey-oncall01"]],
    "ins-web00002": ["RUNNING", ["skey-team0001", "skey-oncall01"]],
    "ins-web00003": ["STOPPED", ["skey-team0001"]],
    "ins-bare0001": ["STOPPED", []],
  },
  { "skey-team0001": "team", "skey-oncall01": "oncall", "skey-unused01": "unused" },
);
const TWO = ["ins-web00001", "ins-web00002"];

for (const [type, id, expected] of [
  [ASSOCIATION, "skey-oncall01", { instanceIds: TWO, keyIds: ["skey-oncall01"] }],
  [ASSOCIATION, "skey-team0001", { instanceIds: [...TWO, "ins-web00003"], keyIds: ["skey-team0001"] }],
  [ASSOCIATION, "skey-team0001/ins-web00003,ins-web00001", { instanceIds: ["ins-web00001", "ins-web00003"], keyIds: ["skey-team0001"] }],
  [ASSOCIATION, "skey-team0001,skey-oncall01/ins-web00001,ins-web00002", { instanceIds: TWO, keyIds: ["skey-oncall01", "skey-team0001"] }],
  [ASSOCIATION, "ap-guangzhou:skey-oncall01", { instanceIds: TWO, keyIds: ["skey-oncall01"] }],
  [EXCLUSIVE, "ins-web00001,ins-web00002", { instanceIds: TWO, keyIds: ["skey-oncall01", "skey-team0001"] }],
  [EXCLUSIVE, "ap-guangzhou:ins-web00003", { instanceIds: ["ins-web00003"], keyIds: ["skey-team0001"] }],
  [REVOCATION, "skey-unused01", { keyIds: ["skey-unused01"] }],
  [REVOCATION, "ap-guangzhou:skey-unused01", { keyIds: ["skey-unused01"] }],
]) {
  check(`import: ${type.split(":").at(-1)} ${id}`, () =>
    inStack(FLEET, async (stack, simulator) => {
      const { found, checked, failures } = well(await stack.importOne(type, "it", id)).rows.it;
      assert.deepEqual(failures, []);
      assert.deepEqual(checked, found.inputs, "inputs are as Check would return them");
      for (const [name, value] of Object.entries(expected)) assert.deepEqual([...found.inputs[name]].sort(), value, name);
      assert.notEqual(found.id, "");
      const program = { it: { type, properties: expected } };
      const mark = await simulator.mark();
      assert.equal(well(await stack.preview(program)).rows.it.op, "same", "the first plan is empty");
      assert.equal(well(await stack.up(program)).rows.it.op, "same");
      assert.deepEqual(await simulator.writes(mark), []);
    }),
  );
}

for (const [type, id, pattern] of [
  [ASSOCIATION, "skey-team0001,skey-oncall01", /skey-team0001\/ins-web00003/],
  [ASSOCIATION, "skey-oncall01/ins-web00001,ins-web00003", /KB1018[^]*ins-web00003/],
  [EXCLUSIVE, "ins-web00001,ins-web00003", /KB1018[^]*ins-web00001[^]*ins-web00003/],
  [EXCLUSIVE, "ins-nobody01", /ins-nobody01[^]*ap-guangzhou/],
  [ASSOCIATION, "skey-team0001/ins-web00001/x", /KB1017[^]*skey-a/],
  [ASSOCIATION, "ins-web00001", /KB1017/],
  [EXCLUSIVE, "skey-team0001", /KB1017/],
  [REVOCATION, "Guangzhou?:skey-team0001", /KB1017/],
  [REVOCATION, "", /KB1017|id/],
]) {
  check(`import refused: ${type.split(":").at(-1)} "${id}"`, () =>
    inStack(FLEET, async (stack) => {
      const outcome = failsWith(await stack.importOne(type, "it", id), pattern, "it");
      show(`import refused: ${id}`, outcome);
      assert.equal(stack.resources.size, 0);
    }),
  );
}

check("import: option in a program: same means imported, and another order of ids is the same", () =>
  configured(FLEET, async (session, simulator) => {
    const about = named(ASSOCIATION, "web");
    const found = await session.call("Read", { ...about, id: "skey-oncall01" });
    read(found);
    const ask = async (properties) => {
      const { inputs, failures } = await session.check(ASSOCIATION, "web", properties, found.inputs);
      assert.deepEqual(failures, []);
      const diff = await session.call("Diff", { ...about, id: found.id, olds: found.properties, oldInputs: found.inputs, news: inputs });
      diffed(diff);
      return diff.changes;
    };
    assert.equal(await ask({ instanceIds: [...TWO].reverse(), keyIds: ["skey-oncall01"] }), "NONE");
    assert.equal(await ask({ instanceIds: ["ins-web00001"], keyIds: ["skey-oncall01"] }), "SOME");
    assert.deepEqual(await simulator.writes(), []);
  }),
);

check("get: what does not exist is an error or nothing, never an empty resource", () =>
  configured(FLEET, async (session) => {
    const missing = { ...named(EXCLUSIVE, "x"), id: "ins-nobody01", properties: {}, inputs: {} };
    refused(await session.refusal("Read", missing));
    const bound = { ...named(ASSOCIATION, "x"), id: "skey-oncall01", properties: {}, inputs: {} };
    const found = await session.call("Read", bound);
    read(found);
    assert.deepEqual(Object.keys(found.properties.bindings).sort(), TWO);
  }),
);
