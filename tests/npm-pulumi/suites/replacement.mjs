// Only another region replaces a resource: create first, delete first, or refused.
import assert from "node:assert/strict";
import { check } from "../lib/checks.mjs";
import { association, brief, failsWith, inStack, well } from "../lib/fleet.mjs";
import { world } from "../lib/simulator.mjs";
import { show } from "../lib/show.mjs";

const TWO = {
  ...world({ "ins-web00001": ["STOPPED", ["skey-other001"]] }, { "skey-team0001": "team", "skey-other001": "somebody" }),
  ...world({ "ins-shangh01": ["STOPPED", []] }, { "skey-shangh01": "team" }, "ap-shanghai"),
};
const HERE = { web: association(["ins-web00001"], ["skey-team0001"]) };
const THERE = association(["ins-shangh01"], ["skey-shangh01"], { region: "ap-shanghai" });

const moves = (deleteBeforeReplace, expected) => () =>
  inStack(TWO, async (stack, simulator) => {
    well(await stack.up(HERE));
    const next = { web: { ...THERE, deleteBeforeReplace } };
    const mark = await simulator.mark();
    const preview = well(await stack.preview(next));
    show(`replacement, preview, delete first: ${deleteBeforeReplace}`, preview);
    assert.equal(preview.rows.web.op, "replace");
    assert.deepEqual(preview.rows.web.diff.replaces, ["region"]);
    assert.deepEqual(await simulator.writes(mark), []);
    well(await stack.up(next));
    assert.deepEqual(await simulator.keys("ins-web00001", "ins-shangh01"), { "ins-web00001": ["skey-other001"], "ins-shangh01": ["skey-shangh01"] });
    assert.deepEqual(brief(await simulator.writes(mark)), expected);
    assert.deepEqual(well(await stack.up(next)).ops(), { web: "same" });
  });

const BIND = "AssociateInstancesKeyPairs ins-shangh01";
const UNBIND = "DisassociateInstancesKeyPairs ins-web00001";
check("replacement on region change, create first", moves(false, [BIND, UNBIND]));
check("replacement on region change, deleteBeforeReplace", moves(true, [UNBIND, BIND]));

check("replacement on region change: refused where the instances are not", () =>
  inStack(TWO, async (stack, simulator) => {
    well(await stack.up(HERE));
    const mark = await simulator.mark();
    const wrong = { web: association(["ins-web00001"], ["skey-team0001"], { region: "ap-shanghai" }) };
    for (const command of [stack.preview, stack.up]) {
      const outcome = failsWith(await command(wrong), /would move from ap-guangzhou to ap-shanghai[^]*ins-web00001/, "web");
      show("replacement refused", outcome);
    }
    assert.deepEqual(await simulator.writes(mark), []);
    assert.deepEqual((await simulator.keys("ins-web00001"))["ins-web00001"], ["skey-other001", "skey-team0001"]);
    assert.deepEqual(well(await stack.up(HERE)).ops(), { web: "same" });
  }),
);

check("replacement that the user forces (--replace): the old object unbinds nothing that the new one has", () =>
  inStack(TWO, async (stack, simulator) => {
    well(await stack.up(HERE));
    const mark = await simulator.mark();
    well(await stack.up({ web: { ...HERE.web, replace: true } }));
    assert.deepEqual((await simulator.keys("ins-web00001"))["ins-web00001"], ["skey-other001", "skey-team0001"]);
    assert.deepEqual(await simulator.writes(mark), []);
  }),
);
