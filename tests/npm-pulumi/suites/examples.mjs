// The example programs, each as far as the tools here reach; the README of each says how far that is.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { format } from "@wasm-fmt/gofmt";
import { check, inWorld } from "../lib/checks.mjs";
import { well } from "../lib/fleet.mjs";
import { inputsOf, membersOf, unknownNames } from "../lib/literals.mjs";
import { examplesIn, fetchSchema } from "../lib/schema.mjs";
import { show } from "../lib/show.mjs";
import { built } from "../lib/simulator.mjs";
import { Stack, configFor } from "../lib/stack.mjs";
import { typescriptSdk } from "../lib/typescriptSdk.mjs";

const require = createRequire(import.meta.url);
const yaml = require("js-yaml");
const run = promisify(execFile);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const example = (path) => here(`../../../examples/${path}`);
const text = (path) => readFileSync(example(path), "utf8");

const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const upperSnake = (name) => name.replace(/(?<=.)[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** Resources of a YAML program for the stack: config defaults filled in, short types written out, provider settings apart. */
function yamlProgram(source) {
  const { resources, config = {}, variables = {}, outputs = {} } = yaml.load(source);
  const fill = (value) => {
    if (Array.isArray(value)) return value.map(fill);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]));
    const [, name] = /^\$\{(\w+)\}$/.exec(value) ?? [];
    return name === undefined ? value : config[name].default;
  };
  const named = Object.entries(resources);
  const provider = named.find(([, { type }]) => type === "pulumi:providers:keybinding")[1].properties;
  const program = Object.fromEntries(
    named
      .filter(([, { type }]) => type.startsWith("keybinding:"))
      .map(([name, { type, properties, options }]) => {
        const after = (options?.dependsOn ?? []).map((reference) => reference.slice(2, -1));
        return [name, { type: type.replace(/^keybinding:(\w+)$/, "keybinding:index:$1"), properties: fill(properties), after }];
      }),
  );
  return { provider: fill(provider), program, variables, outputs };
}

/** The token of the function that a variable calls. */
const functionOf = (variable) => variable["fn::invoke"].function.replace(/^keybinding:(\w+)$/, "keybinding:index:$1");

const YAML_PROGRAMS = ["examples/pulumi-yaml/Pulumi.yaml", "Pulumi.yaml"];
const source = (path) => readFileSync(here(`../../../${path}`), "utf8");

for (const path of YAML_PROGRAMS) {
  check(`examples: ${path} uses names that the schema has`, async () => {
    const schema = await fetchSchema();
    const { provider, program, variables, outputs } = yamlProgram(source(path));
    const wrong = Object.keys(provider).filter((name) => !(name in schema.provider.inputProperties));
    const policies = [provider.changePolicy, ...Object.values(program).map(({ properties }) => properties.changePolicy)];
    wrong.push(...policies.flatMap((policy) => Object.keys(policy ?? {})).filter((name) => !inputsOf(schema, "ChangePolicy").includes(name)));
    for (const [name, { type, properties }] of Object.entries(program)) {
      const { inputProperties, requiredInputs } = schema.resources[type];
      wrong.push(...Object.keys(properties).filter((property) => !(property in inputProperties)).map((property) => `${name}.${property}`));
      wrong.push(...requiredInputs.filter((property) => !(property in properties)).map((property) => `${name}: ${property} is missing`));
    }
    for (const reference of Object.values(outputs)) {
      const [, name, property] = /^\$\{([\w-]+)\.(\w+)\}$/.exec(reference);
      const known = program[name] ? schema.resources[program[name].type] : schema.functions[functionOf(variables[name])].outputs;
      if (!(property in known.properties)) wrong.push(reference);
    }
    for (const [name, variable] of Object.entries(variables)) {
      const { arguments: given, options } = variable["fn::invoke"];
      const { properties } = schema.functions[functionOf(variable)].inputs;
      wrong.push(...Object.keys(given).filter((argument) => !(argument in properties)).map((argument) => `${name}.${argument}`));
      wrong.push(...options.dependsOn.filter((reference) => !(reference.slice(2, -1) in program)));
    }
    assert.deepEqual(wrong, []);
    assert.ok(Object.keys(program).length >= 3);
  });
}

const fleet = () => yaml.load(text("pulumi-yaml/world.yaml")).regions;

check("examples: pulumi-yaml previews, applies and is stable, over gRPC", () =>
  inWorld(fleet(), async (simulator) => {
    const { provider, program } = yamlProgram(text("pulumi-yaml/Pulumi.yaml"));
    const stack = new Stack(configFor(simulator, provider));
    const preview = well(await stack.preview(program));
    show("example, preview", preview);
    assert.deepEqual(await simulator.writes(), []);
    show("example, up", well(await stack.up(program)));
    assert.deepEqual(new Set(Object.values(well(await stack.up(program)).ops())), new Set(["same"]));
    const instances = await simulator.instances();
    const holders = Object.values(instances).filter((one) => one.keyIds.includes("skey-ada0left"));
    assert.deepEqual(holders, [], "nothing opens for the leaver any more");
    await simulator.hand("bind", "ins-web00003", "skey-ada0left");
    show("example, drift", well(await stack.preview(program)));
    show("example, drift refreshed", well(await stack.refresh()));
    show("example, drift healed", well(await stack.up(program)));
    assert.ok(!(await simulator.instances())["ins-web00003"].keyIds.includes("skey-ada0left"));
    show("example, destroy", well(await stack.destroy()));
    assert.ok((await simulator.instances())["ins-web00003"].keyIds.includes("skey-team0001"), "kept: it is the last key there");
  }),
);

check("examples: keybinding plan accepts pulumi-yaml", () =>
  inWorld(fleet(), async (simulator) => {
    const cli = built("KeyBindingProvider.Cli", "keybinding");
    const env = { ...process.env, TENCENTCLOUD_SECRET_ID: simulator.secretId, TENCENTCLOUD_SECRET_KEY: simulator.secretKey, NO_COLOR: "1" };
    const options = { env, cwd: example("pulumi-yaml"), timeout: 60_000 };
    const planned = await run(cli, ["plan", "--endpoint", simulator.endpoint], options).then(
      ({ stdout }) => ({ code: 0, stdout }),
      ({ code, stdout, stderr }) => ({ code, stdout: stdout + stderr }),
    );
    assert.equal(planned.code, 2, planned.stdout);
    for (const name of ["web", "batch", "build", "offboard-ada"]) assert.ok(planned.stdout.includes(name), planned.stdout);
    assert.deepEqual(await simulator.writes(), []);
  }),
);

check("examples: those in the schema's descriptions compile, are formatted, and name what there is", async () => {
  const schema = await fetchSchema();
  const typescript = examplesIn(schema, "typescript");
  assert.equal(typescript.length, 3);
  const line = 'import * as keybinding from "pulumi-keybinding";';
  const asOne = [line, ...typescript.map((code) => `{\n${code.replace(line, "")}\n}`)].join("\n");
  const folder = mkdtempSync(join(tmpdir(), "keybinding-doc-"));
  try {
    cpSync(example("pulumi-typescript/tsconfig.json"), join(folder, "tsconfig.json"));
    writeFileSync(join(folder, "index.ts"), `${asOne}\nnew keybinding.KeyRevocation("count", { keyIds: [], changePolicy: { maxUnavailable: 2 } });\n`);
    const { place, compile } = await compiled(folder);
    try {
      await compile().catch(({ stdout }) => assert.fail(stdout));
    } finally {
      rmSync(place, { recursive: true });
    }
    for (const code of examplesIn(schema, "python")) {
      const path = join(folder, "example.py");
      writeFileSync(path, code);
      const { stdout } = await run("python3", [here("../lib/pythonNames.py"), path], { timeout: 60_000 });
      const { calls, members } = JSON.parse(stdout);
      assert.equal(calls.length, 2);
      for (const { name, keywords } of calls) assert.deepEqual(keywords.filter((keyword) => !inputsOf(schema, name.replace(/Args$/, "")).includes(camel(keyword))), [], name);
      for (const [type, member] of members) assert.ok(membersOf(schema, type).map(upperSnake).includes(member), `${type}.${member}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  for (const code of examplesIn(schema, "go")) {
    assert.equal(format(`${code}\n`), `${code}\n`, "gofmt has no complaint");
    assert.deepEqual(unknownNames(schema, code, "keybinding\\.").wrong, []);
  }
  for (const code of examplesIn(schema, "csharp")) assert.deepEqual(unknownNames(schema, code, "new ").wrong, []);
  for (const code of examplesIn(schema, "yaml")) {
    const { type, properties } = yaml.load(code).resources.example;
    const { inputProperties, requiredInputs } = schema.resources[type.replace(":", ":index:")];
    assert.deepEqual(Object.keys(properties).filter((name) => !(name in inputProperties)), []);
    assert.deepEqual(requiredInputs.filter((name) => !(name in properties)), []);
  }
});

/** Compiles the program with its own settings against a module made from the schema, beside Pulumi's real one. */
async function compiled(folder) {
  const place = mkdtempSync(join(tmpdir(), "keybinding-ts-"));
  const modules = join(place, "node_modules");
  mkdirSync(join(modules, "pulumi-keybinding"), { recursive: true });
  for (const name of readdirSync(here("../node_modules"))) if (name !== ".bin") symlinkSync(here(`../node_modules/${name}`), join(modules, name));
  const sdk = join(modules, "pulumi-keybinding");
  writeFileSync(join(sdk, "index.ts"), typescriptSdk(await fetchSchema()));
  writeFileSync(join(sdk, "package.json"), JSON.stringify({ name: "pulumi-keybinding", main: "index.js", types: "index.d.ts" }));
  const settings = { strict: true, target: "es2022", module: "commonjs", moduleResolution: "node", declaration: true, skipLibCheck: true };
  writeFileSync(join(sdk, "tsconfig.json"), JSON.stringify({ compilerOptions: settings, files: ["index.ts"] }));
  const tsc = require.resolve("typescript/bin/tsc");
  const compile = (path, ...more) => run(process.execPath, [tsc, "-p", path, ...more], { timeout: 120_000 });
  await compile(sdk).catch(({ stdout }) => assert.fail(`the module made from the schema: ${stdout}`));
  rmSync(join(sdk, "index.ts"));
  for (const name of ["index.ts", "tsconfig.json"]) cpSync(join(folder, name), join(place, name));
  return { place, compile: () => compile(place, "--skipLibCheck") };
}

check("examples: pulumi-typescript compiles, runs under Pulumi's mocks, and its inputs are previewed", async () => {
  const { place, compile } = await compiled(example("pulumi-typescript"));
  try {
    await compile().catch(({ stdout }) => assert.fail(stdout));
    const config = { webInstances: ["ins-web00001", "ins-web00003"], buildInstances: ["ins-build001"], teamKey: "skey-team0001", leaverKeys: ["skey-ada0left"] };
    const { stdout } = await run(process.execPath, [here("../lib/mockRun.cjs"), join(place, "bin", "index.js"), "fleet-keys", JSON.stringify(config)], { timeout: 60_000 });
    const { resources, calls, outputs } = JSON.parse(stdout);
    assert.deepEqual(Object.keys(outputs).sort(), ["othersOnWeb", "waiting", "webBindings", "whoOpensWeb"]);
    assert.deepEqual(calls.map(({ token, inputs }) => ({ token, inputs })), [{ token: "keybinding:index:getKeyPairAssociations", inputs: { instanceIds: config.webInstances } }]);
    const provider = resources.find(({ type }) => type === "pulumi:providers:keybinding").inputs;
    assert.equal(typeof provider.changePolicy, "string", "as SDKs send it");
    const ours = resources.filter(({ type }) => type.startsWith("keybinding:"));
    assert.deepEqual(ours.map(({ name }) => name), ["web", "build", "leavers"]);
    await inWorld(fleet(), async (simulator) => {
      const stack = new Stack(configFor(simulator, provider));
      const program = Object.fromEntries(ours.map(({ type, name, inputs }) => [name, { type, properties: inputs }]));
      well(await stack.preview(program));
    });

    const misspelt = readFileSync(join(place, "index.ts"), "utf8").replace("maxUnavailable:", "maxUnavailble:");
    writeFileSync(join(place, "index.ts"), misspelt);
    await assert.rejects(compile(), "a name that does not exist must not compile");
  } finally {
    rmSync(place, { recursive: true });
  }
});

check("examples: pulumi-python compiles and uses names that the schema has", async () => {
  const schema = await fetchSchema();
  const { stdout } = await run("python3", [here("../lib/pythonNames.py"), example("pulumi-python/__main__.py")], { timeout: 60_000 });
  const { calls, members } = JSON.parse(stdout);
  assert.ok(calls.length >= 7 && members.length >= 3, stdout);
  for (const { name, keywords } of calls) {
    const known = inputsOf(schema, name.startsWith("get_") ? camel(name.replace(/_output$/, "")) : name.replace(/Args$/, ""));
    assert.ok(known, `${name} does not exist`);
    assert.deepEqual(keywords.filter((keyword) => keyword !== "opts" && !known.includes(camel(keyword))), [], name);
  }
  for (const [type, member] of members) assert.ok(membersOf(schema, type)?.map(upperSnake).includes(member), `${type}.${member}`);
});

check("examples: pulumi-go is formatted Go and uses names that the schema has", async () => {
  const schema = await fetchSchema();
  const program = text("pulumi-go/main.go");
  assert.equal(format(program), program, "gofmt has no complaint");
  assert.throws(() => format(program.replace("return nil\n}", "return nil\n")), "gofmt notices a missing brace");
  const { wrong, seen } = unknownNames(schema, program, "keybinding\\.");
  assert.deepEqual([wrong, seen], [[], 8]);
  for (const [, type] of program.matchAll(/keybinding\.New(\w+)\(/g)) assert.ok(inputsOf(schema, type), type);
  const constants = [...program.matchAll(/keybinding\.((?:StopPolicy|OnBlocked|OnDestroy))(\w+)/g)];
  assert.ok(constants.length >= 3);
  for (const [, type, member] of constants) assert.ok(membersOf(schema, type).includes(member), `${type}${member}`);
  assert.ok(program.includes(`"${schema.language.go.importBasePath}"`), "imported from where the schema says");
  if (existsSync("/usr/bin/go")) await run("gofmt", ["-e", "-l", example("pulumi-go/main.go")]);
});

check("examples: pulumi-csharp uses names that the schema has", async () => {
  const schema = await fetchSchema();
  const program = text("pulumi-csharp/Program.cs");
  const { wrong, seen } = unknownNames(schema, program, "new (?:KeyBinding\\.)?");
  assert.deepEqual([wrong, seen], [[], 8]);
  const members = [...program.matchAll(/\b(StopPolicy|OnBlocked|OnDestroy)\.(\w+)/g)];
  assert.ok(members.length >= 3);
  for (const [, type, member] of members) assert.ok(membersOf(schema, type).includes(member), `${type}.${member}`);
  const { rootNamespace, namespaces } = schema.language.csharp;
  assert.ok(program.includes(`using ${rootNamespace}.${namespaces.keybinding};`), "the namespace is the schema's");
});

check("examples: each has a README, and none is a project of the solution", () => {
  const folders = readdirSync(example(""));
  const ours = folders.filter((name) => name.startsWith("pulumi-"));
  assert.equal(ours.length, 5);
  for (const name of folders) assert.ok(existsSync(example(`${name}/README.md`)), `${name} has no README.md`);
  assert.ok(!source("KeyBindingProvider.sln").includes("examples"), "the solution builds from the registry alone");
});
