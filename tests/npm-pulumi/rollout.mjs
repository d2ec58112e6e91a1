// The provider's messages of one rollout, as they come: 60 running machines swap one key for another, 6 down at once, in the simulator's own times.
// Prints what differs, then one line of JSON for each: seconds since the update began, passing or staying, and the text. docs/images/pulumi-60-dark.png was made of it.
// Usage: node rollout.mjs [seconds after which to stop]. KEYBINDING_PULUMI_PROVIDER and CVM_SIMULATOR name the programs; else the builds are taken.
import { ASSOCIATION, association } from "./lib/fleet.mjs";
import { Session, named } from "./lib/session.mjs";
import { Simulator, world } from "./lib/simulator.mjs";
import { configFor } from "./lib/stack.mjs";

const LIMIT = Number(process.argv[2] ?? 1800);
const OLD = "skey-team0001";
const NEW = "skey-team0002";
const ids = Array.from({ length: 60 }, (_, index) => `ins-web${String(index + 1).padStart(5, "0")}`);
const about = named(ASSOCIATION, "web");
const wanted = (key) => association(ids, [key], { changePolicy: { stopPolicy: "graceful", maxUnavailable: 6 } }).properties;

const simulator = await Simulator.start("--time-scale", "1");
await simulator.reset(world(Object.fromEntries(ids.map((id) => [id, ["RUNNING", [OLD]]])), { [OLD]: "team_2025", [NEW]: "team_2026" }));
const session = await Session.open({ inputs: configFor(simulator) });

const before = (await session.check(ASSOCIATION, "web", wanted(OLD))).inputs;
const { id, properties: olds } = await session.call("Create", { ...about, properties: before });
const news = (await session.check(ASSOCIATION, "web", wanted(NEW), before)).inputs;
const { diffs } = await session.call("Diff", { ...about, id, olds, oldInputs: before, news });
console.log(JSON.stringify({ diffs }));

let told = session.engine.logs.length;
const begun = Date.now();
const tell = () => {
  for (const { ephemeral, message } of session.engine.logs.slice(told)) {
    told++;
    console.log(JSON.stringify({ seconds: Math.round((Date.now() - begun) / 100) / 10, passing: ephemeral, message }));
  }
};
const listening = setInterval(tell, 100);
try {
  await session.call("Update", { ...about, id, olds, oldInputs: before, news }, LIMIT);
} catch (problem) {
  console.error(problem.message);
} finally {
  clearInterval(listening);
  tell();
  session.process.kill();
  session.engine.stop();
  simulator.stop();
}
