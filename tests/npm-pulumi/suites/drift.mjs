// What somebody does at the console is seen by refresh and healed by a plain up.
import assert from "node:assert/strict";
import { check } from "../lib/checks.mjs";
import { association, exclusive, inStack, revocation, well } from "../lib/fleet.mjs";
import { until } from "../lib/until.mjs";
import { show } from "../lib/show.mjs";
import { world } from "../lib/simulator.mjs";

const KEYS = { "skey-team0001": "team", "skey-leaver01": "ada_who_left", "skey-other001": "somebody" };
const PAIR = ["ins-web00001", "ins-web00002"];
const FLEET = world(Object.fromEntries(PAIR.map((id) => [id, ["STOPPED", ["skey-team0001"]]])), KEYS);

const paths = (outcome, name) => Object.keys(outcome.rows[name].diff.detailedDiff).join(" ");

/** Seen by a refresh that writes nothing, then by a plain up of the same program, which heals it. */
function heals({ name, program, acts, seen, healed, keys }) {
  check(`refresh with drift: ${name}`, () =>
    inStack(FLEET, async (stack, simulator) => {
      well(await stack.up(program));
      for (const act of acts) await simulator.hand(...act);
      const mark = await simulator.mark();
      const refreshed = well(await stack.refresh());
      show(`refresh: ${name}`, refreshed);
      assert.match(paths(refreshed, "it"), seen, "the row shows what has drifted");
      assert.deepEqual(await simulator.writes(mark), [], "a refresh writes nothing");
    }),
  );
  check(`drift seen and healed by a plain up: ${name}`, () =>
    inStack(FLEET, async (stack, simulator) => {
      well(await stack.up(program));
      for (const act of acts) await simulator.hand(...act);
      const mark = await simulator.mark();
      const preview = well(await stack.preview(program));
      show(`drift, preview: ${name}`, preview);
      assert.equal(preview.rows.it.op, healed);
      assert.deepEqual(await simulator.writes(mark), []);
      const up = well(await stack.up(program));
      assert.equal(up.rows.it.op, healed);
      assert.deepEqual(await simulator.keys(...PAIR), keys);
      assert.equal(well(await stack.up(program)).rows.it.op, "same");
    }),
  );
}

const TEAM = Object.fromEntries(PAIR.map((id) => [id, ["skey-team0001"]]));

heals({
  name: "missing pair",
  program: { it: association(PAIR, ["skey-team0001"]) },
  acts: [["unbind", "ins-web00001", "skey-team0001"]],
  seen: /bindings.*ins-web00001/,
  healed: "update",
  keys: TEAM,
});

heals({
  name: "stranger's key on an exclusive set",
  program: { it: exclusive(PAIR, ["skey-team0001"]) },
  acts: [["bind", "ins-web00002", "skey-other001"]],
  seen: /bindings.*ins-web00002/,
  healed: "update",
  keys: TEAM,
});

heals({
  name: "stranger's key beside an association is reported and left alone",
  program: { it: association(PAIR, ["skey-team0001"]) },
  acts: [["bind", "ins-web00002", "skey-other001"]],
  seen: /^$|foreignBindings/,
  healed: "same",
  keys: { ...TEAM, "ins-web00002": ["skey-other001", "skey-team0001"] },
});

heals({
  name: "re-bound revoked key",
  program: { it: revocation(["skey-leaver01"]) },
  acts: [["bind", "ins-web00001", "skey-leaver01"]],
  seen: /bindings.*ins-web00001/,
  healed: "update",
  keys: TEAM,
});

check("refresh with drift: vanished instance is pending, and the rest stays", () =>
  inStack(FLEET, async (stack, simulator) => {
    const program = { it: association(PAIR, ["skey-team0001"]) };
    well(await stack.up(program));
    await terminated(simulator, "ins-web00002");
    const refreshed = well(await stack.refresh());
    show("refresh: vanished instance", refreshed);
    assert.match(paths(refreshed, "it"), /ins-web00002/);
    const { bindings, pendingInstances } = stack.resources.get("it").outputs;
    assert.deepEqual(bindings, { "ins-web00001": ["skey-team0001"] });
    assert.deepEqual(pendingInstances, { "ins-web00002": "missing" });
    const preview = await stack.preview(program);
    show("vanished instance, preview", preview);
    assert.ok(!preview.ok, "what cannot be bound is refused");
    assert.match(preview.text("it"), /ins-web00002/);
    well(await stack.up({ it: association(["ins-web00001"], ["skey-team0001"]) }));
  }),
);

check("refresh when gone: all instances absent, the keys still there", () =>
  inStack(FLEET, async (stack, simulator) => {
    well(await stack.up({ it: association(PAIR, ["skey-team0001"]), set: exclusive(PAIR, ["skey-team0001"]), off: revocation(["skey-leaver01"]) }));
    for (const id of PAIR) await terminated(simulator, id);
    const mark = await simulator.mark();
    const refreshed = well(await stack.refresh());
    show("refresh: gone", refreshed);
    assert.deepEqual(refreshed.ops(), { it: "delete", set: "delete", off: "refresh" });
    assert.deepEqual([...stack.resources.keys()], ["off"], "a revocation is never gone");
    assert.deepEqual(await simulator.writes(mark), []);
  }),
);

check("refresh in the wrong account or region: kept, with a warning", () =>
  inStack(FLEET, async (stack, simulator) => {
    well(await stack.up({ it: association(PAIR, ["skey-team0001"]) }));
    await simulator.reset(world({ "ins-foreign1": ["STOPPED", []] }, { "skey-foreign1": "theirs" }));
    const refreshed = well(await stack.refresh());
    show("refresh: wrong account", refreshed);
    assert.equal(refreshed.rows.it.op, "refresh");
    assert.match(refreshed.text("it"), /warning: KB/);
    assert.deepEqual(stack.resources.get("it").outputs.bindings, TEAM);
  }),
);

check("Read on an error of the API: an error, and the state stays", () =>
  inStack(FLEET, async (stack, simulator) => {
    well(await stack.up({ it: association(PAIR, ["skey-team0001"]) }));
    const before = structuredClone(stack.resources.get("it"));
    await simulator.faults({ action: "DescribeInstances", every: true, refuse: "UnauthorizedOperation" });
    const refreshed = await stack.refresh();
    assert.ok(!refreshed.ok);
    assert.match(refreshed.text("it"), /KB\d{4}[^]*->/);
    assert.deepEqual(stack.resources.get("it"), before);
  }),
);

async function terminated(simulator, id) {
  await simulator.hand("terminate", id);
  await until(async () => !((await simulator.instances())[id]), 20_000, `the end of ${id}`);
}
