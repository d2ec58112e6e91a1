// Partial failure and faults: state is what is there, the next run goes on, and every reason is told.
import assert from "node:assert/strict";
import { check } from "../lib/checks.mjs";
import { ASSOCIATION, actions, association, configured, exclusive, failsWith, inStack, well } from "../lib/fleet.mjs";
import { refused } from "../lib/invariants.mjs";
import { named } from "../lib/session.mjs";
import { show } from "../lib/show.mjs";
import { world } from "../lib/simulator.mjs";

const KEYS = { "skey-team0001": "team", "skey-oncall01": "oncall", "skey-leaver01": "ada_who_left" };
const THREE = ["ins-web00001", "ins-web00002", "ins-web00003"];
const STOPPED = world(Object.fromEntries(THREE.map((id) => [id, ["STOPPED", ["skey-leaver01"]]])), KEYS);
/** No two with the same keys, so that each is bound in a call of its own. */
const APART = world(
  {
    "ins-web00001": ["STOPPED", ["skey-leaver01"]],
    "ins-web00002": ["STOPPED", ["skey-leaver01", "skey-other001"]],
    "ins-web00003": ["STOPPED", ["skey-other001"]],
  },
  { ...KEYS, "skey-other001": "somebody" },
);
const RUNNING = world(Object.fromEntries(THREE.map((id) => [id, ["RUNNING", ["skey-leaver01"]]])), KEYS);
const GRACEFUL = { changePolicy: { stopPolicy: "graceful", canary: 0, maxUnavailable: "100%" } };

/** Whatever is bound on that instance is accepted and fails later. */
const breaks = (instance) => ({ action: "AssociateInstancesKeyPairs", instance, every: true, failOperation: "disk on fire" });
const team = (keys) => keys.filter((key) => ["skey-team0001", "skey-oncall01"].includes(key));

check("a refused batch: the culprit is found alone, and the healthy go on", () =>
  inStack(STOPPED, async (stack, simulator) => {
    await simulator.faults({ action: "AssociateInstancesKeyPairs", instance: "ins-web00002", every: true, refuse: "UnsupportedOperation.InstanceStateIsolating" });
    const outcome = failsWith(await stack.up({ web: association(THREE, ["skey-team0001"]) }), /ins-web00002/, "web");
    show("refused batch, up", outcome);
    const healthy = { "ins-web00001": ["skey-team0001"], "ins-web00003": ["skey-team0001"] };
    assert.deepEqual(stack.resources.get("web").outputs.bindings, healthy);
    assert.ok(!(await simulator.keys("ins-web00002"))["ins-web00002"].includes("skey-team0001"));
  }),
);

check("Create partial failure: observed state, a reason for each instance, and the next up goes on", () =>
  inStack(APART, async (stack, simulator) => {
    await simulator.faults(breaks("ins-web00002"));
    const program = { web: association(THREE, ["skey-team0001"]) };
    const outcome = failsWith(await stack.up(program), /ins-web00002/, "web");
    show("partial failure, up", outcome);
    assert.ok(outcome.rows.web.reasons?.length > 0, "told as ErrorResourceInitFailed");
    const { outputs } = stack.resources.get("web");
    const truth = await simulator.keys(...THREE);
    const bound = Object.fromEntries(Object.entries(truth).filter(([, keys]) => keys.includes("skey-team0001")).map(([id]) => [id, ["skey-team0001"]]));
    assert.deepEqual(outputs.bindings, bound, "state is what was read");
    assert.ok(!("ins-web00002" in bound));
    assert.ok("ins-web00002" in outputs.pendingInstances);

    await simulator.clearFaults();
    const mark = await simulator.mark();
    const next = well(await stack.up(program));
    assert.equal(next.rows.web.op, "update");
    const touched = (await simulator.writes(mark)).flatMap((call) => call.instanceIds);
    assert.deepEqual([...new Set(touched)].sort(), THREE.filter((id) => !(id in bound)), "only what was left");
    assert.deepEqual(well(await stack.up(program)).ops(), { web: "same" });
  }),
);

check("Create that changed nothing: an error, and nothing is kept", () =>
  inStack(STOPPED, async (stack, simulator) => {
    await simulator.faults({ action: "AssociateInstancesKeyPairs", every: true, refuse: "UnauthorizedOperation" });
    const outcome = failsWith(await stack.up({ web: association(THREE, ["skey-team0001"]) }), /KB\d{4}/, "web");
    show("nothing changed, up", outcome);
    const kept = stack.resources.get("web");
    if (kept) assert.deepEqual(kept.outputs.bindings, {}, "what is kept says that nothing is bound");
    await simulator.clearFaults();
    well(await stack.up({ web: association(THREE, ["skey-team0001"]) }));
    assert.ok(Object.values(await simulator.keys(...THREE)).every((keys) => keys.includes("skey-team0001")));
  }),
);

check("Update partial failure: old inputs stay, outputs are the truth, the next up goes on", () =>
  inStack(APART, async (stack, simulator) => {
    well(await stack.up({ web: association(THREE, ["skey-team0001"]) }));
    const before = stack.resources.get("web").inputs;
    await simulator.faults(breaks("ins-web00003"));
    const both = { web: association(THREE, ["skey-team0001", "skey-oncall01"]) };
    const outcome = failsWith(await stack.up(both), /ins-web00003/, "web");
    assert.ok(outcome.rows.web.reasons?.length > 0);
    const kept = stack.resources.get("web");
    assert.deepEqual(kept.inputs, before);
    const truth = await simulator.keys(...THREE);
    for (const id of THREE) assert.deepEqual(kept.outputs.bindings[id], team(truth[id]), id);
    await simulator.clearFaults();
    well(await stack.up(both));
    assert.deepEqual(well(await stack.up(both)).ops(), { web: "same" });
  }),
);

check("a failed operation in a stop window: everything runs again, and the reason is told", () =>
  inStack(RUNNING, async (stack, simulator) => {
    await simulator.faults({ action: "AssociateInstancesKeyPairs", instance: "ins-web00001", every: true, failOperation: "disk on fire" });
    const outcome = await stack.up({ web: association(THREE, ["skey-team0001"], GRACEFUL) });
    failsWith(outcome, /ins-web00001/, "web");
    show("failed in a window, up", outcome);
    const instances = await simulator.instances();
    for (const id of THREE) assert.equal(instances[id].state, "RUNNING", id);
    for (const id of THREE) assert.ok(instances[id].powerCycles <= 1, id);
  }),
);

check("preview refuses with every reason at once, and writes nothing", () =>
  inStack(RUNNING, async (stack, simulator) => {
    const outcome = failsWith(await stack.preview({ web: association([...THREE, "ins-nobody01"], ["skey-team0001", "skey-nobody01"]) }), /./, "web");
    show("preview refuses", outcome);
    const text = outcome.text("web");
    for (const id of [...THREE, "ins-nobody01", "skey-nobody01"]) assert.ok(text.includes(id), `${id} is missing in ${text}`);
    assert.deepEqual(await simulator.writes(), []);
    failsWith(await stack.up({ web: association([...THREE, "ins-nobody01"], ["skey-team0001"]) }), /ins-nobody01/, "web");
    assert.deepEqual(await simulator.writes(), []);
    assert.equal(stack.resources.size, 0);
  }),
);

check("Delete is refused before any write, and says the ways out", () =>
  inStack(RUNNING, async (stack, simulator) => {
    well(await stack.up({ web: association(THREE, ["skey-team0001"], GRACEFUL) }));
    well(await stack.up({ web: association(THREE, ["skey-team0001"], { changePolicy: { stopPolicy: "refuse" } }) }));
    const mark = await simulator.mark();
    const outcome = failsWith(await stack.destroy(), /keep/, "web");
    show("destroy refused", outcome);
    assert.equal(outcome.rows.web.error.code, "FAILED_PRECONDITION");
    assert.match(outcome.text("web"), /stopPolicy/);
    assert.deepEqual(await simulator.writes(mark), []);
    assert.equal(stack.resources.size, 1);
  }),
);

check("Delete twice: already gone is success", () =>
  configured(STOPPED, async (session, simulator) => {
    const about = named(ASSOCIATION, "web");
    const { inputs } = await session.check(ASSOCIATION, "web", { instanceIds: THREE, keyIds: ["skey-team0001"] });
    const made = await session.call("Create", { ...about, properties: inputs });
    const gone = { ...about, id: made.id, properties: made.properties, oldInputs: inputs };
    await session.call("Delete", gone);
    const mark = await simulator.mark();
    await session.call("Delete", gone);
    assert.deepEqual(await simulator.writes(mark), []);
    await simulator.reset(world({ "ins-nobody01": ["STOPPED", []] }, KEYS));
    await session.call("Delete", gone);
  }),
);

check("a lost answer is read, not repeated", () =>
  inStack(STOPPED, async (stack, simulator) => {
    await simulator.faults({ action: "AssociateInstancesKeyPairs", nth: 1, reset: "after" });
    well(await stack.up({ web: association(THREE, ["skey-team0001"]) }));
    assert.deepEqual(actions(await simulator.writes()), ["AssociateInstancesKeyPairs"]);
    assert.ok(Object.values(await simulator.keys(...THREE)).every((keys) => keys.includes("skey-team0001")));
  }),
);

check("a custom timeout ends the wait, and what was stopped runs again", () =>
  inStack(
    RUNNING,
    async (stack, simulator) => {
      const web = { ...association(THREE, ["skey-team0001"], { changePolicy: { stopPolicy: "graceful", canary: 0, maxUnavailable: 1 } }), timeout: 5 };
      const outcome = await stack.up({ web });
      failsWith(outcome, /./, "web");
      show("custom timeout", outcome);
      const instances = await simulator.instances();
      for (const id of THREE) assert.equal(instances[id].state, "RUNNING", id);
      const { bindings } = stack.resources.get("web")?.outputs ?? { bindings: {} };
      const truth = await simulator.keys(...THREE);
      for (const id of THREE) assert.equal(id in bindings, truth[id].includes("skey-team0001"), id);
    },
    {},
    "--time-scale",
    "10",
  ),
);

check("error texts: a failing API is told as one problem with a code and a way out", () =>
  configured(STOPPED, async (session, simulator) => {
    const { inputs } = await session.check("keybinding:index:InstanceKeysExclusive", "x", exclusive(THREE, ["skey-team0001"]).properties);
    for (const fault of [{ refuse: "AuthFailure.SecretIdNotFound" }, { refuse: "UnauthorizedOperation" }, { refuse: "InvalidParameterValue" }]) {
      await simulator.clearFaults();
      await simulator.faults({ action: "DescribeInstances", every: true, ...fault });
      const about = { ...named("keybinding:index:InstanceKeysExclusive", "x"), properties: inputs };
      const error = await session.refusal("Create", about);
      refused(error);
      assert.match(error.text + (error.initFailed?.reasons ?? []).join(), /KB\d{4}[^]*->/);
    }
  }),
);
