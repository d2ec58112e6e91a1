// The first program that somebody writes: it creates instances and binds keys to them in one `up`. New instances are RUNNING, and their ids
// are unknown until they exist.
import assert from "node:assert/strict";
import { check } from "../lib/checks.mjs";
import { association, failsWith, inStack, well } from "../lib/fleet.mjs";
import { show } from "../lib/show.mjs";
import { world } from "../lib/simulator.mjs";
import { UNKNOWN } from "../lib/wire.mjs";

const NEW = ["ins-new00001", "ins-new00002"];
const BEFORE = world({ "ins-other001": ["RUNNING", []] }, { "skey-team0001": "team" });
const AFTER = world(Object.fromEntries(NEW.map((id) => [id, ["RUNNING", []]])), { "skey-team0001": "team" });
const web = (instanceIds, stopPolicy) => ({ web: association(instanceIds, ["skey-team0001"], stopPolicy ? { changePolicy: { stopPolicy } } : {}) });

/** A preview without the instances, which the other provider then creates, and the up with their ids. */
async function firstUp(stack, simulator, stopPolicy) {
  const preview = well(await stack.preview(web([UNKNOWN, UNKNOWN], stopPolicy)));
  show(`first program, preview, ${stopPolicy ?? "refuse"}`, preview);
  await simulator.reset(AFTER);
  const up = await stack.up(web(NEW, stopPolicy));
  show(`first program, up, ${stopPolicy ?? "refuse"}`, up);
  return { preview, up };
}

check("first program under refuse: the preview warns, the up refuses and says the way out", () =>
  inStack(BEFORE, async (stack, simulator) => {
    const { preview, up } = await firstUp(stack, simulator);
    assert.match(preview.text("web"), /warning[^]*RUNNING|running/i, "new instances run, and refuse will refuse them");
    assert.match(preview.text("web"), /refuse/);
    failsWith(up, /ins-new00001[^]*stopPolicy/, "web");
    assert.deepEqual(await simulator.writes(), []);
    well(await stack.up(web(NEW, "graceful")));
    assert.ok(Object.values(await simulator.keys(...NEW)).every((keys) => keys.includes("skey-team0001")));
  }),
);

check("first program under graceful: bounded in the preview, done in the up", () =>
  inStack(BEFORE, async (stack, simulator) => {
    const { preview, up } = await firstUp(stack, simulator, "graceful");
    assert.match(preview.text("web"), /stopped/i);
    well(up);
    assert.deepEqual(await simulator.keys(...NEW), Object.fromEntries(NEW.map((id) => [id, ["skey-team0001"]])));
    const instances = await simulator.instances();
    for (const id of NEW) assert.deepEqual([instances[id].state, instances[id].powerCycles], ["RUNNING", 1], id);
  }),
);
