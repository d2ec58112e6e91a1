// The package schema, read without any knowledge of ours: its rules are those of the metaschema, in words of the field tables.
import { Session } from "./session.mjs";

let fetched;

/** The schema that the program under test answers, asked in a process of its own without Configure, as the engine does. */
export function fetchSchema() {
  fetched ??= (async () => {
    const session = await Session.greet();
    try {
      return JSON.parse(await session.call("GetSchema", { version: 0 }));
    } finally {
      await session.close();
    }
  })();
  return fetched;
}

/** A description without its examples, which are code. */
export const prose = (text) => text.replace(/\{\{% examples %\}\}[^]*\{\{% \/examples %\}\}/g, "");

/** The examples in the descriptions of resources, in one language. */
export const examplesIn = (schema, language) =>
  Object.values(schema.resources).flatMap(({ description }) => [...description.matchAll(/```(\w+)\n([^]*?)\n```/g)].filter(([, name]) => name === language).map(([, , code]) => code));

/** Every node with its path. */
export function* walk(node, path = "$") {
  yield [path, node];
  if (node && typeof node === "object") for (const [key, inner] of Object.entries(node)) yield* walk(inner, `${path}.${key}`);
}

/** Every property specification, with its place: `[place, name, specification, owner]`. */
export function* properties(schema) {
  const lists = function* () {
    yield ["config", { properties: schema.config?.variables }];
    yield ["provider inputs", { properties: schema.provider?.inputProperties, required: schema.provider?.requiredInputs }];
    yield ["provider", { properties: schema.provider?.properties, required: schema.provider?.required }];
    for (const [token, resource] of Object.entries(schema.resources ?? {})) {
      yield [`${token} inputs`, { properties: resource.inputProperties, required: resource.requiredInputs }];
      yield [token, { properties: resource.properties, required: resource.required }];
    }
    for (const [token, type] of Object.entries(schema.types ?? {})) if (type.properties) yield [token, type];
    for (const [token, called] of Object.entries(schema.functions ?? {})) {
      yield [`${token} inputs`, called.inputs ?? {}];
      yield [`${token} outputs`, called.outputs ?? {}];
    }
  };
  for (const [place, owner] of lists()) {
    for (const [name, specification] of Object.entries(owner.properties ?? {})) yield [place, name, specification, owner];
  }
}

const TOKEN = /^[a-zA-Z][-a-zA-Z0-9_]*:([^0-9][a-zA-Z0-9._/-]*)?:[^0-9][a-zA-Z0-9._/]*$/;
const PRIMITIVES = new Set(["string", "integer", "number", "boolean"]);
const BUILT_IN = new Set(["Any", "Json", "Asset", "Archive"].map((name) => `pulumi.json#/${name}`));

/** What is wrong with a type specification, or nothing. */
function* wrongType(schema, type, place) {
  if (type.$ref !== undefined) {
    const [, list, token] = /^#\/(types|resources)\/(.+)$/.exec(type.$ref) ?? [];
    const known = list ? schema[list]?.[decodeURIComponent(token)] : BUILT_IN.has(type.$ref);
    if (!known) yield `${place}: ${type.$ref} points at nothing`;
  } else if (type.oneOf) {
    for (const choice of type.oneOf) yield* wrongType(schema, choice, place);
  } else if (type.type === "array") {
    if (!type.items) yield `${place}: an array without items`;
    else yield* wrongType(schema, type.items, `${place}[]`);
  } else if (type.type === "object") {
    if (type.additionalProperties) yield* wrongType(schema, type.additionalProperties, `${place}{}`);
  } else if (!PRIMITIVES.has(type.type)) {
    yield `${place}: no type: ${JSON.stringify(type)}`;
  }
}

/** Everything in which the schema departs from the metaschema and the binder's rules. */
export function* departures(schema) {
  if (!/^[a-zA-Z][-a-zA-Z0-9_]*$/.test(schema.name ?? "") || ["pulumi", "input"].includes(schema.name)) yield `name: ${schema.name}`;
  for (const list of ["resources", "types", "functions"]) {
    for (const token of Object.keys(schema[list] ?? {})) {
      if (!TOKEN.test(token) || !token.startsWith(`${schema.name}:`)) yield `${list}: ${token} is no token of this package`;
      if (/:index:provider$/i.test(token)) yield `${token}: the name is reserved in the root module`;
    }
  }
  for (const [place, name, specification, owner] of properties(schema)) {
    const at = `${place}.${name}`;
    yield* wrongType(schema, specification, at);
    if (!specification.description) yield `${at}: no description`;
    const ofResource = place in (schema.resources ?? {}) || place.endsWith(" inputs") && place.slice(0, -7) in schema.resources;
    if (ofResource && ["id", "urn", "pulumi"].includes(name)) yield `${at}: the name is reserved`;
    if (place.startsWith("provider") && ["version", "pulumi"].includes(name)) yield `${at}: the name is reserved`;
    if (specification.default !== undefined && !["boolean", "number", "string"].includes(typeof specification.default)) yield `${at}: default`;
    for (const wanted of owner.required ?? []) if (!(wanted in owner.properties)) yield `${place}: requires ${wanted}, which does not exist`;
  }
  for (const [token, type] of Object.entries(schema.types ?? {})) {
    if (type.enum) {
      if (!PRIMITIVES.has(type.type)) yield `${token}: an enumeration of ${type.type}`;
      const values = type.enum.map(({ value }) => value);
      if (new Set(values).size !== values.length) yield `${token}: a value twice`;
      for (const { name, value, description } of type.enum) {
        if (typeof value !== (type.type === "string" ? "string" : typeof value)) yield `${token}: ${value} is no ${type.type}`;
        if (!description || (name !== undefined && !/^[A-Za-z]\w*$/.test(name))) yield `${token}: ${value} has no description or no name that is one in code`;
      }
    } else if (type.type !== "object" || !type.properties) yield `${token}: neither an object nor an enumeration`;
  }
}
