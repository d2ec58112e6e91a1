// Checks by name. They wait for processes and clouds more than they compute, so several run at once; the report is in order.
import { Simulator } from "./simulator.mjs";

const checks = [];
const idle = new Map();
const started = [];

/** A check: its name says what must hold. */
export function check(name, body) {
  checks.push({ name, body });
}

/** A check that runs on this machine only if its reason to be skipped is undefined. */
export function checkUnless(reason, name, body) {
  checks.push({ name, body, skipped: reason });
}

/** Runs the work with a simulator of its own, set to the world; options are those of its command line. */
export async function inWorld(regions, work, ...options) {
  const kind = options.join(" ");
  const simulator = idle.get(kind)?.pop() ?? (await Simulator.start(...options));
  if (!started.includes(simulator)) started.push(simulator);
  await simulator.reset(regions);
  await simulator.clearFaults();
  const result = await work(simulator);
  idle.set(kind, [...(idle.get(kind) ?? []), simulator]);
  return result;
}

async function runOne(one) {
  if (one.skipped) return;
  const begun = Date.now();
  try {
    await one.body();
  } catch (problem) {
    one.problem = problem ?? new Error("no reason given");
  }
  one.seconds = (Date.now() - begun) / 1000;
}

function report({ name, skipped, problem, seconds }) {
  if (skipped) console.log(`skip  ${name}: ${skipped}`);
  else if (problem) console.log(`FAIL  ${name} (${seconds.toFixed(1)} s)\n      ${String(problem.stack ?? problem).replaceAll("\n", "\n      ")}`);
  else console.log(`ok    ${name} (${seconds.toFixed(1)} s)`);
}

/** Runs all checks whose names hold the text, `atOnce` at a time, then those that look back, one by one; says how many passed. */
export async function runChecks(text, atOnce, lookingBack) {
  const chosen = checks.filter(({ name }) => name.includes(text));
  let next = 0;
  let shown = 0;
  const worker = async () => {
    while (next < chosen.length) {
      const one = chosen[next++];
      await runOne(one);
      one.done = true;
      while (chosen[shown]?.done) report(chosen[shown++]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const last = Object.entries(lookingBack).map(([name, body]) => ({ name, body }));
  for (const one of last) {
    await runOne(one);
    report(one);
  }
  for (const simulator of started) simulator.stop();
  const all = [...chosen, ...last];
  const skipped = all.filter((one) => one.skipped).length;
  const failed = all.filter((one) => one.problem).length;
  console.log(`${all.length - failed - skipped} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
  process.exitCode = failed > 0 ? 1 : 0;
}
