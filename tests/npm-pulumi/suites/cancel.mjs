// Ctrl-C and signals in the middle of a wave: nothing new is stopped, everything runs again, and the state says what is.
import assert from "node:assert/strict";
import { check, inWorld } from "../lib/checks.mjs";
import { ASSOCIATION, actions, association, configured, well } from "../lib/fleet.mjs";
import { refused } from "../lib/invariants.mjs";
import { Session, named } from "../lib/session.mjs";
import { show } from "../lib/show.mjs";
import { world } from "../lib/simulator.mjs";
import { Stack, configFor } from "../lib/stack.mjs";
import { until, withDeadline } from "../lib/until.mjs";

const SIX = Array.from({ length: 6 }, (_, i) => `ins-web0000${i + 1}`);
const FLEET = world(Object.fromEntries(SIX.map((id) => [id, ["RUNNING", ["skey-other001"]]])), { "skey-team0001": "team", "skey-other001": "somebody" });
const WAVES = { changePolicy: { stopPolicy: "graceful", canary: 0, maxUnavailable: 2 } };
const SLOW = ["--time-scale", "10", "--stop-soft", "30s", "--start", "20s"];
const WEB = association(SIX, ["skey-team0001"], WAVES);

/** The first stop has been sent and is not over: the window is open. */
const windowIsOpen = (simulator) =>
  until(async () => actions(await simulator.writes()).includes("StopInstances"), 30_000, "the first stop");

const stopsOf = async (simulator) => (await simulator.writes()).filter((call) => call.action === "StopInstances").flatMap((call) => call.instanceIds);

async function allRunning(simulator) {
  const instances = await simulator.instances();
  return SIX.every((id) => instances[id].state === "RUNNING");
}

check("Ctrl-C mid-wave: Cancel answered in 5 s, no new stop, everything restarted, state true; the next up goes on", () =>
  inWorld(
    FLEET,
    async (simulator) => {
      const stack = new Stack(configFor(simulator));
      let stopped;
      const outcome = await stack.up(
        { web: WEB },
        {
          during: async (session) => {
            await windowIsOpen(simulator);
            await session.call("Cancel", {}, 5);
            stopped = await stopsOf(simulator);
          },
        },
      );
      show("Ctrl-C, up", outcome);
      assert.ok(!outcome.ok, "what was not reached is an error");
      assert.ok(stopped.length > 0 && stopped.length < SIX.length, `in the middle: ${stopped}`);
      assert.deepEqual(await stopsOf(simulator), stopped, "no new stop");
      assert.ok(await allRunning(simulator), JSON.stringify(await simulator.instances()));
      const truth = await simulator.keys(...SIX);
      const bound = Object.fromEntries(SIX.filter((id) => truth[id].includes("skey-team0001")).map((id) => [id, ["skey-team0001"]]));
      assert.deepEqual(stack.resources.get("web")?.outputs.bindings ?? {}, bound, "state is what is");
      well(await stack.up({ web: WEB }));
      assert.ok(Object.values(await simulator.keys(...SIX)).every((keys) => keys.includes("skey-team0001")));
      assert.ok(await allRunning(simulator));
      assert.ok((await simulator.verdict()).peakDown <= 2);
    },
    ...SLOW,
  ),
);

check("Cancel mid-flight then reuse: the process serves another run", () =>
  inWorld(
    FLEET,
    async (simulator) => {
      const session = await Session.open({ inputs: configFor(simulator) });
      try {
        const about = named(ASSOCIATION, "web");
        const { inputs } = await session.check(ASSOCIATION, "web", WEB.properties);
        const creating = session.refusal("Create", { ...about, properties: inputs }, 120);
        await windowIsOpen(simulator);
        await session.call("Cancel", {}, 5);
        const error = await creating;
        refused(error);
        const again = session.process.connect();
        await again.call("Handshake", { engineAddress: session.engine.address });
        await again.call("Configure", { args: configFor(simulator), acceptsecrets: true, acceptresources: true });
        const second = { ...named(ASSOCIATION, "two"), properties: undefined };
        const checked = await again.call("Check", { ...second, news: { ...WEB.properties, instanceIds: SIX.slice(0, 1) } });
        const made = await again.call("Create", { ...second, properties: checked.inputs }, 120);
        assert.deepEqual(made.properties.bindings, { "ins-web00001": ["skey-team0001"] });
        again.close();
      } finally {
        await session.close();
      }
    },
    ...SLOW,
  ),
);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  check(`${signal} with a call in flight: ends in 5 s, and what is down is started`, () =>
    inWorld(
      FLEET,
      async (simulator) => {
        const session = await Session.open({ inputs: configFor(simulator) });
        try {
          const { inputs } = await session.check(ASSOCIATION, "web", WEB.properties);
          const creating = session.call("Create", { ...named(ASSOCIATION, "web"), properties: inputs }, 60).catch((error) => error);
          await windowIsOpen(simulator);
          const stopped = await stopsOf(simulator);
          const { code } = await session.process.signal(signal, 5);
          assert.equal(code, 0);
          await withDeadline(creating, 10_000, "the end of the call");
          assert.deepEqual(await stopsOf(simulator), stopped, "no new stop");
          const sent = await simulator.writes();
          const started = sent.filter((call) => call.action === "StartInstances").flatMap((call) => call.instanceIds);
          const truth = await simulator.instances();
          assert.deepEqual(stopped.filter((id) => truth[id].state !== "RUNNING" && !started.includes(id)), [], "left down");
        } finally {
          session.process.kill();
          session.engine.stop();
        }
      },
      "--time-scale",
      "60",
      "--stop-soft",
      "30s",
      "--start",
      "20s",
    ),
  );
}

check("SIGINT while the API fails and answers are awaited: ends in 5 s", () =>
  inWorld(world({ "ins-web00001": ["STOPPED", []] }, { "skey-team0001": "team" }), async (simulator) => {
    await simulator.faults({ action: "AssociateInstancesKeyPairs", every: true, refuse: "InternalServerError" });
    const session = await Session.open({ inputs: configFor(simulator) });
    try {
      const { inputs } = await session.check(ASSOCIATION, "web", { instanceIds: ["ins-web00001"], keyIds: ["skey-team0001"] });
      const creating = session.call("Create", { ...named(ASSOCIATION, "web"), properties: inputs }, 60).catch((error) => error);
      await until(async () => actions(await simulator.writes()).length > 0, 20_000, "the write that fails");
      assert.equal((await session.process.stop(session.connection)).code, 0);
      await withDeadline(creating, 10_000, "the end of the call");
    } finally {
      session.process.kill();
      session.engine.stop();
    }
  }),
);

check("a preview that is cancelled ends at once, in words", () =>
  configured(FLEET, async (session, simulator) => {
    await simulator.faults({ action: "DescribeInstances", nth: 1, delay: "3000s" });
    const { inputs } = await session.check(ASSOCIATION, "web", WEB.properties);
    const previewing = session.refusal("Create", { ...named(ASSOCIATION, "web"), properties: inputs, preview: true }, 20);
    await until(async () => (await simulator.calls()).length > 0, 10_000, "the read");
    await session.call("Cancel", {}, 5);
    const error = await previewing;
    refused(error);
    assert.equal(error.code, "CANCELLED");
  }),
);
