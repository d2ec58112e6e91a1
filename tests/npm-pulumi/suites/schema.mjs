// The package schema: what SDKs are generated from and YAML programs are checked by.
import assert from "node:assert/strict";
import { check } from "../lib/checks.mjs";
import { ASSOCIATION, EXCLUSIVE, REVOCATION } from "../lib/fleet.mjs";
import { departures, fetchSchema, properties, prose, walk } from "../lib/schema.mjs";
import { Session } from "../lib/session.mjs";
import { refused } from "../lib/invariants.mjs";

check("GetSchema: valid JSON that keeps the metaschema's rules", async () => assert.deepEqual([...departures(await fetchSchema())], []));

check("GetSchema: the rules above notice a schema that breaks them", async () => {
  const broken = structuredClone(await fetchSchema());
  broken.resources[ASSOCIATION].properties.id = { type: "string", description: "reserved" };
  broken.resources[ASSOCIATION].requiredInputs.push("nothing");
  broken.resources[EXCLUSIVE].inputProperties.keyIds.items = { $ref: "#/types/keybinding:index:Absent" };
  broken.types["other:index:T"] = { type: "object", properties: { a: { type: "text", description: "d" } } };
  assert.equal(new Set([...departures(broken)].map((text) => text.split(":").at(-1))).size, 5);
});

check("GetSchema: a version other than 0 is refused", async () => {
  const session = await Session.greet();
  try {
    refused(await session.refusal("GetSchema", { version: 1 }));
  } finally {
    await session.close();
  }
});

check("Schema: the three resources and the look-up, with their inputs and outputs", async () => {
  const { resources, functions, name } = await fetchSchema();
  assert.equal(name, "keybinding");
  assert.deepEqual(Object.keys(resources).sort(), [EXCLUSIVE, ASSOCIATION, REVOCATION].sort());
  assert.deepEqual(Object.keys(functions), ["keybinding:index:getKeyPairAssociations"]);
  const common = ["changePolicy", "keyIds", "region"];
  const outputs = ["bindings", "pendingInstances", "powerCycledInstanceIds", "powerCycledWith"];
  // Of these there is none where nothing asks for it.
  const selected = ["selectedInstanceIds"];
  const selecting = ["instanceIds", "instances", "onDestroy"];
  const expected = {
    [ASSOCIATION]: [[...common, ...selecting, "notAfter", "expiresWarning"], ["keyIds"], [...outputs, "foreignBindings"], [...selected, "expired"]],
    [EXCLUSIVE]: [[...common, ...selecting], ["keyIds"], outputs, selected],
    [REVOCATION]: [[...common, "exceptInstanceIds", "findSources", "rewriteSources", "replacementKeyId"], ["keyIds"], outputs, []],
  };
  for (const [token, [inputs, required, computed, sometimes]] of Object.entries(expected)) {
    const resource = resources[token];
    assert.deepEqual(Object.keys(resource.inputProperties).sort(), [...inputs].sort(), token);
    assert.deepEqual([...resource.requiredInputs].sort(), [...required].sort(), token);
    assert.deepEqual(Object.keys(resource.properties).sort(), [...inputs, ...computed, ...sometimes].sort(), `${token}: inputs are not implied by outputs`);
    for (const output of computed) assert.ok(resource.required.includes(output), `${token}.${output} is always set`);
    for (const output of sometimes) assert.ok(!resource.required.includes(output), `${token}.${output} is not always set`);
  }
});

check("Schema: the look-up's arguments are optional, its answer is always whole", async () => {
  const { inputs, outputs } = (await fetchSchema()).functions["keybinding:index:getKeyPairAssociations"];
  assert.deepEqual(Object.keys(inputs.properties).sort(), ["autoScalingGroups", "instanceIds", "keyIds", "names", "region", "tags"]);
  assert.deepEqual(inputs.required ?? [], []);
  const answer = ["instanceCount", "keylessInstanceIds", "keys", "missingAutoScalingGroups", "missingInstanceIds", "missingKeyIds", "missingNames", "region"];
  assert.deepEqual(Object.keys(outputs.properties).sort(), answer);
  assert.deepEqual([...outputs.required].sort(), answer);
});

check("Schema: no default on changePolicy, region, onDestroy, else SDKs would send it", async () => {
  for (const [place, name, specification] of properties(await fetchSchema())) {
    if (["changePolicy", "region", "onDestroy", "stopPolicy", "maxUnavailable"].includes(name)) {
      assert.equal(specification.default ?? specification.defaultInfo, undefined, `${place}.${name}`);
    }
  }
});

check("Schema: secrets are marked, and come from no environment default", async () => {
  const secrets = new Set(["secretId", "secretKey", "securityToken"]);
  let seen = 0;
  for (const [place, name, specification] of properties(await fetchSchema())) {
    if (!secrets.has(name)) continue;
    seen++;
    assert.equal(specification.secret, true, `${place}.${name}`);
    assert.equal(specification.defaultInfo, undefined, `${place}.${name}`);
  }
  assert.ok(seen >= 6, "in config and in the provider's inputs");
});

check("Schema: config variables and provider inputs are the same list", async () => {
  const { config, provider } = await fetchSchema();
  assert.deepEqual(config.variables, provider.inputProperties);
  assert.ok(["region", "endpoint", "profile", "assumeRole", "changePolicy"].every((name) => name in config.variables));
});

check("Schema: what can be listed says so, else the engine offers no list", async () => {
  const { resources } = await fetchSchema();
  for (const token of [ASSOCIATION, EXCLUSIVE]) assert.equal(resources[token].listInputs.properties.region.type, "string");
  assert.equal(resources[REVOCATION].listInputs, undefined, "no machine shows that a key is revoked");
});

check("Schema: a replacement is documented, not forced: only region, and by the provider", async () => {
  for (const [place, name, specification] of properties(await fetchSchema())) {
    assert.equal(specification.replaceOnChanges, undefined, `${place}.${name}`);
    if (specification.willReplaceOnChanges) assert.equal(name, "region", place);
  }
});

check("Schema: language blocks from which each SDK gets a name and the version", async () => {
  const { language, version } = await fetchSchema();
  assert.match(version, /^\d+\.\d+\.\d+/);
  assert.match(language.nodejs.packageName, /^(@[\w-]+\/)?[\w-]+$/);
  assert.match(language.python.packageName, /^[a-z_]+$/);
  assert.equal(language.python.pyproject.enabled, true);
  assert.match(language.go.importBasePath, /^[\w.-]+(\/[\w.-]+)+$/);
  assert.ok(language.csharp.rootNamespace && language.csharp.namespaces.keybinding && language.csharp.packageReferences.Pulumi);
  assert.match(language.java.basePackage, /^[a-z]+(\.[a-z]+)*$/);
  for (const name of ["nodejs", "python", "go", "csharp"]) assert.equal(language[name].respectSchemaVersion, true, name);
});

check("Schema: the package says where it comes from, and the Go import path is the one that the engine makes of it", async () => {
  const { repository, homepage, license, publisher, logoUrl, pluginDownloadURL, keywords, language } = await fetchSchema();
  const { host, pathname } = new URL(repository);
  assert.equal(language.go.importBasePath, `${host}${pathname}/sdk/go/keybinding`);
  assert.match(pluginDownloadURL, /^github:\/\/api\.[\w.-]+\/[\w-]+\/[\w-]+$/);
  assert.ok([homepage, license, publisher].every(Boolean));
  assert.match(logoUrl, /\.png$/, "the C# generator puts it into its package as logo.png");
  assert.ok(keywords.includes("category/infrastructure") && keywords.includes("kind/native"));
});

check("Schema: texts are whole: no placeholder, no host of a package source", async () => {
  for (const [path, node] of walk(await fetchSchema())) {
    if (typeof node === "string") assert.doesNotMatch(prose(node), /[{}]|TODO|registry\./, path);
  }
});
