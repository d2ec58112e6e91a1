// Pulumi's own generated stubs drive pulumi-resource-keybinding as the engine does, against cvm-simulator: what the provider answers is
// held to what the engine takes for granted, and what it did to the simulator's world and journal.
// Usage: node check.mjs [part of a check's name]. KEYBINDING_PULUMI_PROVIDER and CVM_SIMULATOR name the programs; else the builds are taken.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { runChecks } from "./lib/checks.mjs";
import { heardCount, neverSaid, whereHeard } from "./lib/record.mjs";
import { SECRETS } from "./lib/secrets.mjs";

// The ones that wait longest come first.
const suites = ["start", "failures", "policies", "many", "cancel", "lifecycle", "replacement", "drift", "imports", "list", "firstProgram", "examples", "pulumiCli", "schema", "config", "check"];
for (const suite of suites) await import(`./suites/${suite}.mjs`);

const part = process.argv[2] ?? "";
const lookingBack = {
  "secrets are in no message, state, error or stream of all that was heard": () => {
    assert.ok(heardCount() > 0, "nothing was heard");
    assert.deepEqual(whereHeard(...SECRETS), []);
  },
};
if (part === "") {
  lookingBack["docs/pulumi.md quotes what the provider has said"] = () =>
    assert.deepEqual(neverSaid(readFileSync(new URL("../../docs/pulumi.md", import.meta.url), "utf8")), []);
}

await runChecks(part, 6, lookingBack);
