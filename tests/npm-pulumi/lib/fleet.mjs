// What most checks begin with: the three kinds, a world, and a provider or a stack that works against it.
import assert from "node:assert/strict";
import { inWorld } from "./checks.mjs";
import { Session } from "./session.mjs";
import { Stack, configFor } from "./stack.mjs";

export const ASSOCIATION = "keybinding:index:KeyPairAssociation";
export const EXCLUSIVE = "keybinding:index:InstanceKeysExclusive";
export const REVOCATION = "keybinding:index:KeyRevocation";

export const association = (instanceIds, keyIds, more) => ({ type: ASSOCIATION, properties: { instanceIds, keyIds, ...more } });
export const exclusive = (instanceIds, keyIds, more) => ({ type: EXCLUSIVE, properties: { instanceIds, keyIds, ...more } });
export const revocation = (keyIds, more) => ({ type: REVOCATION, properties: { keyIds, ...more } });

/** Runs with a configured provider in the world. */
export function configured(regions, work, config = {}) {
  return inWorld(regions, async (simulator) => {
    const session = await Session.open({ inputs: configFor(simulator, config) });
    return session.use(() => work(session, simulator));
  });
}

/** Runs with an empty stack in the world. */
export const inStack = (regions, work, config = {}, ...options) =>
  inWorld(regions, (simulator) => work(new Stack(configFor(simulator, config)), simulator), ...options);

/** The command went well, or what the user would have read. */
export function well(outcome) {
  assert.ok(outcome.ok, outcome.text());
  return outcome;
}

/** Fails with a text that says this. */
export function failsWith(outcome, pattern, name) {
  assert.ok(!outcome.ok, `it went well:\n${outcome.text(name)}`);
  assert.match(outcome.text(name), pattern);
  return outcome;
}

/** Of a list of calls: `Action ids`, oldest first. */
export const brief = (calls) => calls.map((call) => `${call.action} ${[...call.instanceIds].sort().join(",")}`.trim());
export const actions = (calls) => calls.map((call) => call.action);
