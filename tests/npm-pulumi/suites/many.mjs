// Many resources at once on one process: nothing queues, reads are shared, one window an instance at a time.
import assert from "node:assert/strict";
import { check } from "../lib/checks.mjs";
import { ASSOCIATION, actions, association, configured, inStack, well } from "../lib/fleet.mjs";
import { named } from "../lib/session.mjs";
import { show } from "../lib/show.mjs";
import { world } from "../lib/simulator.mjs";

/** Every instance is bound once; a second call says what happened between. */
function boundOnce(calls) {
  const binds = calls.filter((call) => call.action === "AssociateInstancesKeyPairs" && call.outcome === "OK");
  const repeated = binds.filter((call, i) => binds.findIndex((other) => other.instanceIds.join() === call.instanceIds.join()) !== i);
  const about = calls.filter((call) => repeated.some((other) => other.instanceIds.some((one) => JSON.stringify(call.parameters).includes(one))));
  const told = about.map((call) => `${call.number} ${call.at} ${call.action} ${call.outcome} ${call.delivery} ${call.requestId}`);
  assert.deepEqual(repeated.map((call) => call.instanceIds), [], told.join("\n"));
  return binds.length;
}

const id = (prefix, number) => `${prefix}-${String(number).padStart(8, "0")}`;
const MANY = Array.from({ length: 400 }, (_, i) => id("ins", i));
const fleetOf = (ids, state) => world(Object.fromEntries(ids.map((one) => [one, [state, []]])), { "skey-team0001": "team", "skey-oncall01": "oncall" });

check("400 concurrent operations: no queueing at 100 streams, reads shared, state true", () =>
  configured(fleetOf(MANY, "STOPPED"), async (session, simulator) => {
    const order = [];
    const checked = await Promise.all(MANY.map((one, i) => session.check(ASSOCIATION, `r${i}`, { instanceIds: [one], keyIds: ["skey-team0001"] })));
    const creating = checked.map(async ({ inputs }, i) => {
      const made = await session.call("Create", { ...named(ASSOCIATION, `r${i}`), properties: inputs }, 300);
      order.push("created");
      return made;
    });
    await session.call("GetPluginInfo", {}, 20);
    order.push("asked");
    const made = await Promise.all(creating);
    assert.equal(order[0], "asked", "a call behind 400 that wait is answered before any of them");
    made.forEach(({ properties }, i) => assert.deepEqual(properties.bindings, { [MANY[i]]: ["skey-team0001"] }));
    const writes = await simulator.writes();
    const accepted = boundOnce(await simulator.calls());
    assert.ok(accepted <= 8, `${accepted} binds for 400 resources: a call carries 100 of them`);
    console.log(`      400 Creates at once: ${accepted} binds, ${writes.length - accepted} refused (rate limit) and sent again`);

    const mark = await simulator.mark();
    const read = (one, i) => session.call("Read", { ...named(ASSOCIATION, `r${i}`), id: one.id, properties: one.properties, inputs: checked[i].inputs }, 120);
    await Promise.all(made.map(read));
    const reads = actions(await simulator.calls(mark)).filter((action) => action === "DescribeInstances").length;
    console.log(`      400 Reads at once: ${reads} DescribeInstances`);
    assert.ok(reads <= 8, `${reads} DescribeInstances for 400 reads that arrive together`);
    assert.deepEqual((await simulator.verdict()).removals, []);
  }),
);

check("two resources on one instance at once: one window, each says with whom, the world as declared", () =>
  inStack(fleetOf(["ins-00000001"], "RUNNING"), async (stack, simulator) => {
    const policy = { changePolicy: { stopPolicy: "graceful", canary: 0 } };
    const both = { one: association(["ins-00000001"], ["skey-team0001"], policy), two: association(["ins-00000001"], ["skey-oncall01"], policy) };
    show("shared window, preview", well(await stack.preview(both)));
    const shared = well(await stack.up(both));
    show("shared window, up", shared);
    assert.match(shared.text("one"), /1 of them together with two/);
    assert.match(shared.text("two"), /1 of them together with one/);
    assert.deepEqual(await simulator.keys("ins-00000001"), { "ins-00000001": ["skey-oncall01", "skey-team0001"] });
    const instance = (await simulator.instances())["ins-00000001"];
    assert.equal(instance.state, "RUNNING");
    assert.equal(instance.powerCycles, 1);
    const power = actions(await simulator.writes()).filter((action) => /^(Stop|Start)/.test(action));
    assert.deepEqual(power, ["StopInstances", "StartInstances"], "one for both");
  }),
);

check("first up of 50 resources over 500 stopped instances: reads and writes counted", () => {
  const ids = Array.from({ length: 500 }, (_, i) => id("ins", i));
  return inStack(fleetOf(ids, "STOPPED"), async (stack, simulator) => {
    const program = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`r${i}`, association(ids.slice(i * 10, i * 10 + 10), ["skey-team0001"])]),
    );
    well(await stack.preview(program));
    const previewed = actions(await simulator.calls());
    const mark = await simulator.mark();
    well(await stack.up(program));
    const calls = actions(await simulator.calls(mark));
    const count = (list, action) => list.filter((one) => one === action).length;
    const told = (list) => [...new Set(list)].map((action) => `${count(list, action)} ${action}`).join(", ");
    console.log(`      preview: ${told(previewed)}; up: ${told(calls)}`);
    const binds = boundOnce(await simulator.calls(mark));
    assert.ok(binds <= 10, `${binds} binds for 50 resources over 500 instances: a call carries 100 of them`);
    assert.ok(calls.every((action) => action.startsWith("Describe") || action === "AssociateInstancesKeyPairs"));
    assert.ok(count(previewed, "DescribeInstances") <= 10, "a preview reads the 500 in few calls");
  });
});
