// What a policy allows, refuses and defers: running and blocked machines, the last key, the number of stops.
import assert from "node:assert/strict";
import { check } from "../lib/checks.mjs";
import { association, failsWith, inStack, revocation, well } from "../lib/fleet.mjs";
import { show } from "../lib/show.mjs";
import { world } from "../lib/simulator.mjs";
import { until } from "../lib/until.mjs";

const KEYS = { "skey-team0001": "team", "skey-oncall01": "oncall", "skey-leaver01": "ada_who_left" };
const THREE = ["ins-web00001", "ins-web00002", "ins-web00003"];
const STOPPED = world(Object.fromEntries(THREE.map((id) => [id, ["STOPPED", ["skey-leaver01"]]])), KEYS);
const RUNNING = world(Object.fromEntries(THREE.map((id) => [id, ["RUNNING", ["skey-leaver01"]]])), KEYS);

/** Somebody at the console starts or stops it, and it is done. */
async function powered(simulator, act, id) {
  await simulator.hand(act, id);
  const state = act === "stop" ? "STOPPED" : "RUNNING";
  await until(async () => (await simulator.instances())[id].state === state, 20_000, `${id} ${state}`);
}

check("maxStops: a plan that stops more is refused in preview and up", () =>
  inStack(RUNNING, async (stack, simulator) => {
    const program = { web: association(THREE, ["skey-team0001"], { changePolicy: { stopPolicy: "graceful", maxStops: 2 } }) };
    for (const command of [stack.preview, stack.up]) failsWith(await command(program), /maxStops|3 [^]*2/, "web");
    assert.deepEqual(await simulator.writes(), []);
  }),
);

check("stoppedOnly: running instances wait, with a warning and success; later they converge", () =>
  inStack(
    world({ "ins-web00001": ["STOPPED", ["skey-leaver01"]], "ins-web00002": ["RUNNING", ["skey-leaver01"]] }, KEYS),
    async (stack, simulator) => {
      const program = { web: association(THREE.slice(0, 2), ["skey-team0001"], { changePolicy: { stopPolicy: "stoppedOnly" } }) };
      const up = well(await stack.up(program));
      show("stoppedOnly, up", up);
      assert.match(up.text("web"), /warning[^]*ins-web00002/);
      assert.deepEqual(stack.resources.get("web").outputs.pendingInstances, { "ins-web00002": "running" });
      assert.equal(well(await stack.up(program)).rows.web.op, "same", "nothing actionable is no change");
      await powered(simulator, "stop", "ins-web00002");
      assert.equal(well(await stack.up(program)).rows.web.op, "update");
      assert.ok((await simulator.keys("ins-web00002"))["ins-web00002"].includes("skey-team0001"));
    },
  ),
);

check("a key dropped under stoppedOnly leaves later, and is never forgotten", () =>
  inStack(STOPPED, async (stack, simulator) => {
    const policy = { changePolicy: { stopPolicy: "stoppedOnly" } };
    well(await stack.up({ web: association(["ins-web00001"], ["skey-team0001", "skey-oncall01"], policy) }));
    await powered(simulator, "start", "ins-web00001");
    const less = { web: association(["ins-web00001"], ["skey-team0001"], policy) };
    well(await stack.up(less));
    assert.deepEqual(stack.resources.get("web").outputs.bindings["ins-web00001"], ["skey-oncall01", "skey-team0001"], "still owned");
    await powered(simulator, "stop", "ins-web00001");
    assert.equal(well(await stack.up(less)).rows.web.op, "update");
    assert.deepEqual((await simulator.keys("ins-web00001"))["ins-web00001"], ["skey-leaver01", "skey-team0001"]);
  }),
);

check("the last key of an instance: refused unless allowKeyless", () =>
  inStack(world({ "ins-web00001": ["STOPPED", []] }, KEYS), async (stack, simulator) => {
    well(await stack.up({ web: association(["ins-web00001"], ["skey-team0001"]) }));
    const outcome = failsWith(await stack.destroy(), /allowKeyless/, "web");
    show("destroy would lock out", outcome);
    well(await stack.up({ web: association(["ins-web00001"], ["skey-team0001"], { changePolicy: { allowKeyless: true } }) }));
    well(await stack.destroy());
    assert.deepEqual((await simulator.keys("ins-web00001"))["ins-web00001"], []);
  }),
);

check("off-boarding does not wait for one broken machine: onBlocked skip", () => {
  const broken = { "ins-web00003": ["STOPPED", ["skey-leaver01", "skey-team0001"], { stopCharging: true }] };
  const held = { "ins-web00001": ["STOPPED", ["skey-leaver01", "skey-team0001"]], ...broken };
  return inStack(world(held, KEYS), async (stack, simulator) => {
    const off = { leaver: revocation(["skey-leaver01"]) };
    const refusedPreview = failsWith(await stack.preview(off), /ins-web00003/, "leaver");
    show("off-boarding, blocked", refusedPreview);
    const skip = { leaver: revocation(["skey-leaver01"], { changePolicy: { onBlocked: "skip" } }) };
    const up = well(await stack.up(skip));
    show("off-boarding, skip", up);
    assert.match(up.text("leaver"), /warning[^]*ins-web00003/);
    assert.deepEqual(await simulator.keys("ins-web00001", "ins-web00003"), {
      "ins-web00001": ["skey-team0001"],
      "ins-web00003": ["skey-leaver01", "skey-team0001"],
    });
    const { bindings, pendingInstances } = stack.resources.get("leaver").outputs;
    assert.deepEqual([bindings, pendingInstances], [{ "ins-web00003": ["skey-leaver01"] }, { "ins-web00003": "stopCharging" }]);
  });
});
