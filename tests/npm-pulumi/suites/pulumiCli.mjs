// The real `pulumi`, where there is one: no registry that this project restores from serves it, so elsewhere this is skipped by name.
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { checkUnless, inWorld } from "../lib/checks.mjs";
import { binary } from "../lib/provider.mjs";
import { show } from "../lib/show.mjs";
import { world } from "../lib/simulator.mjs";

const run = promisify(execFile);

function reasonToSkip() {
  try {
    execFileSync("pulumi", ["version"], { stdio: "ignore", timeout: 30_000 });
    return undefined;
  } catch {
    return "pulumi is not on PATH";
  }
}

const program = (endpoint, keys) => `name: fleet
runtime: yaml
plugins:
  providers:
    - name: keybinding
      path: ./plugin
resources:
  account:
    type: pulumi:providers:keybinding
    defaultProvider: true
    properties:
      region: ap-guangzhou
      endpoint: ${endpoint}
      changePolicy:
        stopPolicy: graceful
  web:
    type: keybinding:KeyPairAssociation
    properties:
      instanceIds: [ins-web00001, ins-web00002]
      keyIds: [${keys}]
outputs:
  bindings: \${web.bindings}
`;

/** A project in a folder of its own with a state of its own, and `pulumi` in it. */
async function project(simulator, work) {
  const place = mkdtempSync(join(tmpdir(), "keybinding-cli-"));
  try {
    for (const name of ["plugin", "home", "state"]) mkdirSync(join(place, name));
    symlinkSync(binary(), join(place, "plugin", "pulumi-resource-keybinding"));
    const env = {
      ...process.env,
      PULUMI_HOME: join(place, "home"),
      PULUMI_BACKEND_URL: pathToFileURL(join(place, "state")).href,
      PULUMI_CONFIG_PASSPHRASE: "only for this check",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      TENCENTCLOUD_SECRET_ID: simulator.secretId,
      TENCENTCLOUD_SECRET_KEY: simulator.secretKey,
      NO_COLOR: "1",
    };
    const pulumi = async (...args) => {
      const { stdout } = await run("pulumi", [...args, "--non-interactive"], { cwd: place, env, timeout: 300_000, maxBuffer: 64 << 20 });
      show(`pulumi ${args.join(" ")}`, { rows: {}, logs: [], text: () => stdout });
      assert.ok(!stdout.includes(simulator.secretKey), "the secret is printed");
      return stdout;
    };
    await work(pulumi, (keys) => writeFileSync(join(place, "Pulumi.yaml"), program(simulator.endpoint, keys)));
  } finally {
    rmSync(place, { recursive: true });
  }
}

checkUnless(reasonToSkip(), "PulumiCli: preview, up, up again, drift, refresh, import, destroy", () => {
  const fleet = { "ins-web00001": ["STOPPED", ["skey-other001"]], "ins-web00002": ["RUNNING", ["skey-other001"]] };
  const keys = { "skey-team0001": "team", "skey-oncall01": "oncall", "skey-other001": "somebody" };
  return inWorld(world(fleet, keys), (simulator) =>
    project(simulator, async (pulumi, declare) => {
      declare("skey-team0001");
      await pulumi("stack", "init", "dev");
      const preview = await pulumi("preview");
      assert.match(preview, /ins-web00002/);
      assert.deepEqual(await simulator.writes(), []);
      await pulumi("up", "--yes");
      const bound = { "ins-web00001": ["skey-other001", "skey-team0001"], "ins-web00002": ["skey-other001", "skey-team0001"] };
      assert.deepEqual(await simulator.keys("ins-web00001", "ins-web00002"), bound);
      const mark = await simulator.mark();
      await pulumi("up", "--yes", "--expect-no-changes");
      assert.deepEqual(await simulator.writes(mark), []);
      await simulator.hand("unbind", "ins-web00001", "skey-team0001");
      assert.match(await pulumi("refresh", "--yes"), /ins-web00001/);
      await pulumi("up", "--yes");
      assert.deepEqual(await simulator.keys("ins-web00001", "ins-web00002"), bound);
      await pulumi("import", "keybinding:index:KeyPairAssociation", "others", "skey-other001", "--yes", "--protect=false");
      declare("skey-team0001, skey-oncall01");
      await pulumi("up", "--yes", "--target", "urn:pulumi:dev::fleet::keybinding:index:KeyPairAssociation::web");
      await pulumi("state", "delete", "urn:pulumi:dev::fleet::keybinding:index:KeyPairAssociation::others", "--yes");
      await pulumi("destroy", "--yes");
      assert.deepEqual(await simulator.keys("ins-web00001", "ins-web00002"), { "ins-web00001": ["skey-other001"], "ins-web00002": ["skey-other001"] });
      assert.equal((await simulator.instances())["ins-web00002"].state, "RUNNING");
    }),
  );
});
