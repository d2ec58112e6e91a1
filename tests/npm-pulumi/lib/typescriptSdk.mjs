// A TypeScript SDK made from the package schema: `pulumi package gen-sdk` cannot be had here, so this stands in for it in the checks of the
// examples. It has the same classes, argument types, enumerations and functions, and none of the comforts.

const pascal = (name) => name[0].toUpperCase() + name.slice(1);
const short = (token) => token.split(":").at(-1);

/** The source of the module. */
export function typescriptSdk(schema) {
  const parts = ['import * as pulumi from "@pulumi/pulumi";', `const VERSION = ${JSON.stringify(schema.version)};`];
  for (const [token, type] of Object.entries(schema.types)) parts.push(type.enum ? enumeration(token, type) : objects(schema, token, type));
  for (const [token, resource] of Object.entries(schema.resources)) parts.push(resourceClass(schema, token, resource));
  parts.push(providerClass(schema));
  for (const [token, called] of Object.entries(schema.functions)) parts.push(lookUp(schema, token, called));
  return parts.join("\n\n") + "\n";
}

function enumeration(token, type) {
  const name = short(token);
  const members = type.enum.map((one) => `  ${one.name ?? pascal(one.value)}: ${JSON.stringify(one.value)},`);
  return `export const ${name} = {\n${members.join("\n")}\n} as const;\nexport type ${name} = (typeof ${name})[keyof typeof ${name}];`;
}

/** Of an object type: what is given, where everything may be unknown, and what comes back. */
const objects = (schema, token, type) =>
  [
    `export interface ${short(token)}Args {\n${members(schema, type.properties, type.required, true)}\n}`,
    `export interface ${short(token)} {\n${members(schema, type.properties, type.required, false)}\n}`,
  ].join("\n");

function members(schema, properties, required = [], input) {
  return Object.entries(properties ?? {})
    .map(([name, type]) => `  ${name}${required.includes(name) ? "" : "?"}: ${typeOf(schema, type, input)};`)
    .join("\n");
}

function typeOf(schema, type, input) {
  const wrap = (text) => (input ? `pulumi.Input<${text}>` : text);
  if (type.$ref) {
    const target = schema.types[type.$ref.replace("#/types/", "")];
    return wrap(short(type.$ref) + (input && !target.enum ? "Args" : ""));
  }
  if (type.oneOf) return wrap(type.oneOf.map((choice) => typeOf(schema, choice, false)).join(" | "));
  if (type.type === "array") return wrap(`${typeOf(schema, type.items, input)}[]`);
  if (type.type === "object") return wrap(`{ [key: string]: ${typeOf(schema, type.additionalProperties ?? { type: "string" }, input)} }`);
  return wrap(type.type === "integer" ? "number" : type.type);
}

function resourceClass(schema, token, resource) {
  const name = short(token);
  const outputs = Object.entries(resource.properties).map(([property, type]) => {
    const optional = resource.required.includes(property) ? "" : " | undefined";
    return `  declare public readonly ${property}: pulumi.Output<${typeOf(schema, type, false)}${optional}>;`;
  });
  const computed = Object.keys(resource.properties).filter((property) => !(property in resource.inputProperties));
  return `export interface ${name}Args {
${members(schema, resource.inputProperties, resource.requiredInputs, true)}
}
export class ${name} extends pulumi.CustomResource {
${outputs.join("\n")}
  constructor(name: string, args: ${name}Args, opts?: pulumi.CustomResourceOptions) {
    const inputs: pulumi.Inputs = { ...args, ${computed.map((property) => `${property}: undefined`).join(", ")} };
    super(${JSON.stringify(token)}, name, inputs, pulumi.mergeOptions({ version: VERSION }, opts));
  }
}`;
}

/** Provider inputs that are no strings travel as JSON. */
function providerClass(schema) {
  const inputs = schema.provider.inputProperties;
  const sent = Object.entries(inputs).map(([name, type]) =>
    type.type === "string" ? `    inputs.${name} = args.${name};` : `    inputs.${name} = pulumi.output(args.${name}).apply((value) => (value === undefined ? undefined : JSON.stringify(value)));`,
  );
  return `export interface ProviderArgs {
${members(schema, inputs, schema.provider.requiredInputs, true)}
}
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    const inputs: pulumi.Inputs = {};
${sent.join("\n")}
    super(${JSON.stringify(schema.name)}, name, inputs, opts);
  }
}`;
}

function lookUp(schema, token, called) {
  const name = pascal(short(token));
  const lower = short(token);
  const { properties, required } = called.inputs;
  return `export interface ${name}Args {
${members(schema, properties, required, false)}
}
export interface ${name}OutputArgs {
${members(schema, properties, required, true)}
}
export interface ${name}Result {
${members(schema, called.outputs.properties, called.outputs.required, false)}
}
export function ${lower}(args: ${name}Args = {}, opts?: pulumi.InvokeOptions): Promise<${name}Result> {
  return pulumi.runtime.invoke(${JSON.stringify(token)}, { ...args }, opts ?? {});
}
export function ${lower}Output(args: ${name}OutputArgs = {}, opts?: pulumi.InvokeOutputOptions): pulumi.Output<${name}Result> {
  return pulumi.runtime.invokeOutput(${JSON.stringify(token)}, { ...args }, opts ?? {});
}`;
}
