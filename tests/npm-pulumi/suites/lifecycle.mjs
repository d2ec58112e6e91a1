// The everyday commands, each as the engine's sequence of calls, judged by the world and the journal.
import assert from "node:assert/strict";
import { check } from "../lib/checks.mjs";
import { ASSOCIATION, actions, association, brief, configured, exclusive, failsWith, inStack, revocation, well } from "../lib/fleet.mjs";
import { diffed } from "../lib/invariants.mjs";
import { named } from "../lib/session.mjs";
import { world } from "../lib/simulator.mjs";
import { show } from "../lib/show.mjs";
import { UNKNOWN, UNKNOWN_LIST } from "../lib/wire.mjs";

const KEYS = { "skey-team0001": "team", "skey-oncall01": "oncall", "skey-leaver01": "ada_who_left", "skey-other001": "somebody" };
const FLEET = world(
  {
    "ins-web00001": ["STOPPED", ["skey-other001"]],
    "ins-web00002": ["STOPPED", ["skey-leaver01", "skey-other001"]],
    "ins-web00003": ["RUNNING", ["skey-other001"]],
    "ins-build001": ["STOPPED", ["skey-leaver01", "skey-other001"]],
  },
  KEYS,
);
const WEB = ["ins-web00001", "ins-web00002", "ins-web00003"];
const GRACEFUL = { changePolicy: { stopPolicy: "graceful" } };

const program = () => ({
  web: association(WEB, ["skey-team0001"], GRACEFUL),
  build: exclusive(["ins-build001"], ["skey-team0001"]),
  leaver: { ...revocation(["skey-leaver01"]), after: ["web", "build"] },
});

check("new stack: preview then up", () =>
  inStack(FLEET, async (stack, simulator) => {
    const preview = well(await stack.preview(program()));
    show("new stack, preview", preview);
    assert.deepEqual(preview.ops(), { web: "create", build: "create", leaver: "create" });
    assert.deepEqual(await simulator.writes(), [], "a preview writes nothing");
    assert.match(preview.text("web"), /ins-web00003/, "who is stopped is named");
    assert.match(preview.text("web"), /skey-team0001/);
    assert.match(preview.text("leaver"), /ins-web00002/);
    for (const name of ["bindings", "pendingInstances", "powerCycledInstanceIds", "powerCycledWith"]) {
      assert.ok(!(name in preview.rows.web.outputs), `${name} is known after apply only`);
    }

    const up = well(await stack.up(program()));
    show("new stack, up", up);
    assert.deepEqual(await simulator.keys(...WEB, "ins-build001"), {
      "ins-web00001": ["skey-other001", "skey-team0001"],
      "ins-web00002": ["skey-other001", "skey-team0001"],
      "ins-web00003": ["skey-other001", "skey-team0001"],
      "ins-build001": ["skey-team0001"],
    });
    const { bindings, foreignBindings, pendingInstances, powerCycledInstanceIds } = stack.resources.get("web").outputs;
    assert.deepEqual(bindings, Object.fromEntries(WEB.map((id) => [id, ["skey-team0001"]])));
    assert.deepEqual(foreignBindings["ins-web00001"], ["skey-other001"]);
    assert.deepEqual(pendingInstances, {});
    assert.deepEqual(powerCycledInstanceIds, ["ins-web00003"]);
    const instances = await simulator.instances();
    assert.equal(instances["ins-web00003"].state, "RUNNING");
    assert.equal(instances["ins-web00003"].powerCycles, 1);
    assert.equal(instances["ins-web00001"].state, "STOPPED", "what was stopped stays so");
  }),
);

check("preview sees what other resources of the same run bind", () => {
  const alone = world({ "ins-build001": ["STOPPED", ["skey-leaver01"]] }, KEYS);
  return inStack(alone, async (stack, simulator) => {
    const rotation = { build: exclusive(["ins-build001"], ["skey-team0001"]), leaver: { ...revocation(["skey-leaver01"]), after: ["build"] } };
    well(await stack.preview(rotation));
    well(await stack.up(rotation));
    assert.deepEqual((await simulator.keys("ins-build001"))["ins-build001"], ["skey-team0001"]);
  });
});

check("no change: up again is the same, and writes nothing", () =>
  inStack(FLEET, async (stack, simulator) => {
    well(await stack.up(program()));
    const mark = await simulator.mark();
    const preview = well(await stack.preview(program()));
    const again = well(await stack.up(program()));
    show("no change, up", again);
    assert.doesNotMatch(again.text(), /Drift/, "what the stack itself did is no drift");
    assert.deepEqual([preview.ops(), again.ops()], [again.ops(), { web: "same", build: "same", leaver: "same" }]);
    assert.deepEqual(await simulator.writes(mark), []);
  }),
);

check("update: an instance and a key come, an instance leaves", () =>
  inStack(FLEET, async (stack, simulator) => {
    well(await stack.up({ web: association(["ins-web00001", "ins-web00002"], ["skey-team0001"]) }));
    const changed = { web: association(["ins-web00002", "ins-build001"], ["skey-team0001", "skey-oncall01"]) };
    const mark = await simulator.mark();
    const preview = well(await stack.preview(changed));
    show("update, preview", preview);
    assert.equal(preview.rows.web.op, "update");
    assert.deepEqual(await simulator.writes(mark), []);
    const paths = preview.rows.web.diff.detailedDiff;
    assert.ok(paths["bindings.ins-build001"] ?? paths['bindings["ins-build001"]'], JSON.stringify(paths));
    well(await stack.up(changed));
    assert.deepEqual(await simulator.keys("ins-web00001", "ins-web00002", "ins-build001"), {
      "ins-web00001": ["skey-other001"],
      "ins-web00002": ["skey-leaver01", "skey-oncall01", "skey-other001", "skey-team0001"],
      "ins-build001": ["skey-leaver01", "skey-oncall01", "skey-other001", "skey-team0001"],
    });
    assert.deepEqual(well(await stack.up(changed)).ops(), { web: "same" });
  }),
);

check("update: a policy alone is no change", () =>
  inStack(FLEET, async (stack, simulator) => {
    well(await stack.up({ web: association(["ins-web00001"], ["skey-team0001"]) }));
    const mark = await simulator.mark();
    const edited = { web: association(["ins-web00001"], ["skey-team0001"], { changePolicy: { stopPolicy: "force", maxStops: 3 }, onDestroy: "keep" }) };
    assert.deepEqual(well(await stack.up(edited)).ops(), { web: "same" });
    assert.equal(stack.resources.get("web").inputs.changePolicy.stopPolicy, "force", "the engine has saved it");
    assert.deepEqual(await simulator.writes(mark), []);
    well(await stack.destroy());
    assert.deepEqual((await simulator.keys("ins-web00001"))["ins-web00001"], ["skey-other001", "skey-team0001"], "the stored onDestroy counts");
  }),
);

check("changing the provider's policy or region dirties nothing", () =>
  inStack(FLEET, async (stack, simulator) => {
    well(await stack.up({ web: association(["ins-web00001"], ["skey-team0001"]) }));
    const mark = await simulator.mark();
    stack.config = { ...stack.config, region: "ap-shanghai", changePolicy: JSON.stringify({ stopPolicy: "graceful" }) };
    assert.deepEqual(well(await stack.up({ web: association(["ins-web00001"], ["skey-team0001"]) })).ops(), { web: "same" });
    assert.deepEqual(await simulator.writes(mark), []);
    assert.ok((await simulator.calls(mark)).every((call) => call.region === "ap-guangzhou"), "a resource stays where it is");
  }),
);

check("resource removed from the program: only what it owned is unbound", () =>
  inStack(FLEET, async (stack, simulator) => {
    well(await stack.up({ web: association(["ins-web00001"], ["skey-team0001"]), two: association(["ins-web00002"], ["skey-oncall01"]) }));
    const gone = well(await stack.up({ web: association(["ins-web00001"], ["skey-team0001"]) }));
    assert.equal(gone.rows.two.op, "delete");
    assert.deepEqual(await simulator.keys("ins-web00001", "ins-web00002"), {
      "ins-web00001": ["skey-other001", "skey-team0001"],
      "ins-web00002": ["skey-leaver01", "skey-other001"],
    });
  }),
);

check("a pair that moves between two resources stays bound", () =>
  inStack(FLEET, async (stack, simulator) => {
    well(await stack.up({ one: association(["ins-web00001", "ins-web00002"], ["skey-team0001"]) }));
    const mark = await simulator.mark();
    const split = { one: association(["ins-web00001"], ["skey-team0001"]), two: association(["ins-web00002"], ["skey-team0001"]) };
    well(await stack.up(split));
    assert.deepEqual((await simulator.keys("ins-web00002"))["ins-web00002"], ["skey-leaver01", "skey-other001", "skey-team0001"]);
    assert.ok(!actions(await simulator.writes(mark)).includes("DisassociateInstancesKeyPairs"), brief(await simulator.writes(mark)).join("\n"));
  }),
);

check("destroy: associations unbind, exclusive sets keep, revocations call nothing", () =>
  inStack(FLEET, async (stack, simulator) => {
    well(await stack.up(program()));
    const mark = await simulator.mark();
    const outcome = well(await stack.destroy());
    show("destroy", outcome);
    assert.equal(stack.resources.size, 0);
    assert.deepEqual(await simulator.keys(...WEB, "ins-build001"), {
      "ins-web00001": ["skey-other001"],
      "ins-web00002": ["skey-other001"],
      "ins-web00003": ["skey-other001"],
      "ins-build001": ["skey-team0001"],
    });
    const touched = (await simulator.writes(mark)).flatMap((call) => call.instanceIds);
    assert.ok(!touched.includes("ins-build001"));
    assert.equal((await simulator.instances())["ins-web00003"].state, "RUNNING");
  }),
);

check("get: an existing resource is read, and nothing is written", () =>
  inStack(FLEET, async (stack, simulator) => {
    const got = well(await stack.up({ old: { type: ASSOCIATION, get: { id: "skey-other001/ins-web00001,ins-web00002" } } }));
    assert.deepEqual(got.rows.old.found.properties.bindings, { "ins-web00001": ["skey-other001"], "ins-web00002": ["skey-other001"] });
    assert.deepEqual(await simulator.writes(), []);
    assert.equal(stack.resources.size, 0);
  }),
);

check("preview of unknown instance ids: said, and bounded", () =>
  inStack(FLEET, async (stack, simulator) => {
    for (const instanceIds of [UNKNOWN_LIST, UNKNOWN, ["ins-web00001", UNKNOWN]]) {
      const preview = well(await stack.preview({ web: association(instanceIds, ["skey-team0001"], GRACEFUL) }));
      show("unknown ids, preview", preview);
      assert.match(preview.text("web"), /apply|known/i, "it is decided at apply");
    }
    const keys = well(await stack.preview({ web: association(["ins-web00001"], UNKNOWN), off: revocation([UNKNOWN]) }));
    assert.notEqual(keys.text("web"), "");
    assert.deepEqual(await simulator.writes(), []);
  }),
);

check("preview of unknown instance ids: what is known is refused now", () =>
  inStack(FLEET, async (stack) => {
    failsWith(await stack.preview({ web: association(["ins-nobody01", UNKNOWN], ["skey-team0001"]) }), /ins-nobody01/, "web");
  }),
);

check("Diff with unknown news: an update, never a replacement", () =>
  inStack(FLEET, async (stack) => {
    well(await stack.up({ web: association(["ins-web00001"], ["skey-team0001"]) }));
    const preview = well(await stack.preview({ web: association(["ins-web00001", UNKNOWN], ["skey-team0001"]) }));
    assert.equal(preview.rows.web.op, "update");
    assert.deepEqual(preview.rows.web.diff.replaces, []);
  }),
);

check("Diff: ignoreChanges with paths is honoured", () =>
  configured(FLEET, async (session) => {
    const type = named(ASSOCIATION, "web");
    const before = (await session.check(ASSOCIATION, "web", { instanceIds: ["ins-web00001"], keyIds: ["skey-team0001"] })).inputs;
    const made = await session.call("Create", { ...type, properties: before });
    const after = (await session.check(ASSOCIATION, "web", { instanceIds: ["ins-web00001"], keyIds: ["skey-team0001", "skey-oncall01"] }, before)).inputs;
    const ask = (news, ...ignorechanges) =>
      session.call("Diff", { ...type, id: made.id, olds: made.properties, oldInputs: before, news, ignorechanges });
    for (const path of ["keyIds", "keyIds[1]", "keyIds[*]"]) assert.equal((await ask(after, path, "bindings")).changes, "NONE", path);
    const some = await ask(after, "instanceIds");
    diffed(some);
    assert.equal(some.changes, "SOME");
  }),
);
