// Runs a compiled TypeScript program under Pulumi's own mocks and prints what it registered and exported, as JSON.
// Usage: node mockRun.cjs PROGRAM PROJECT CONFIG(JSON)
const pulumi = require(require.resolve("@pulumi/pulumi", { paths: [process.argv[2]] }));
const [, , program, project, config] = process.argv;

const resources = [];
const calls = [];
pulumi.runtime.setMocks(
  {
    newResource: ({ type, name, inputs, id }) => {
      resources.push({ type, name, inputs });
      return { id: id || `${name}-id`, state: { ...inputs, bindings: {}, foreignBindings: {}, pendingInstances: {}, powerCycledInstanceIds: [] } };
    },
    call: ({ token, inputs }) => {
      calls.push({ token, inputs });
      return { keys: [] };
    },
  },
  project,
  "dev",
);
const settings = Object.entries(JSON.parse(config)).map(([name, value]) => [`${project}:${name}`, typeof value === "string" ? value : JSON.stringify(value)]);
pulumi.runtime.setAllConfig(Object.fromEntries(settings));

const exported = require(program);
let printed = false;
process.on("beforeExit", async () => {
  if (printed) return;
  printed = true;
  const outputs = {};
  for (const [name, value] of Object.entries(exported)) outputs[name] = await pulumi.output(value).promise();
  process.stdout.write(JSON.stringify({ resources, calls, outputs }));
});
