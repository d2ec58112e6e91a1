// Names that a program in another language uses of an SDK, found in its text and held to the schema. A parser has seen the text before, so that
// braces match; what is found here is only names.

const camel = (name) => name[0].toLowerCase() + name.slice(1);
const short = (token) => token.split(":").at(-1);

/** Names of the properties that may be given to what `XArgs` builds, or undefined when the schema has no such thing. */
export function inputsOf(schema, name) {
  if (name === "Provider") return Object.keys(schema.provider.inputProperties);
  for (const [token, resource] of Object.entries(schema.resources)) if (short(token) === name) return Object.keys(resource.inputProperties);
  for (const [token, type] of Object.entries(schema.types)) if (short(token) === name && type.properties) return Object.keys(type.properties);
  for (const [token, called] of Object.entries(schema.functions)) {
    if (short(token).toLowerCase() === name.toLowerCase()) return Object.keys(called.inputs.properties);
  }
  return undefined;
}

/** Members of an enumeration, or undefined. */
export function membersOf(schema, name) {
  const found = Object.entries(schema.types).find(([token, type]) => short(token) === name && type.enum);
  return found?.[1].enum.map((one) => one.name);
}

/** Literals `XArgs { A = …, B = … }` or `XArgs{A: …}`: `{ name, fields }`, fields of nested literals not among them. */
export function* literals(text, prefix) {
  for (const match of text.matchAll(new RegExp(`${prefix}(\\w+?)(?:Invoke|Output)?Args\\s*\\{`, "g"))) {
    let depth = 0;
    let outer = "";
    for (let i = match.index + match[0].length - 1; i < text.length; i++) {
      const c = text[i];
      if ("{([".includes(c)) depth++;
      if ("})]".includes(c)) depth--;
      if (depth === 0) break;
      if (depth === 1) outer += c;
    }
    const fields = [...outer.matchAll(/(?:^|[{,])\s*(\w+)\s*(?:=(?!=|>)|:(?!=))/g)].map(([, field]) => camel(field));
    yield { name: match[1], fields };
  }
}

/** What the literals of a program name that the schema does not have; also how many literals were seen. */
export function unknownNames(schema, text, prefix, foreign = []) {
  const wrong = [];
  let seen = 0;
  for (const { name, fields } of literals(text, prefix)) {
    if (foreign.includes(name)) continue;
    seen++;
    const known = inputsOf(schema, name);
    if (!known) wrong.push(`${name}Args`);
    else wrong.push(...fields.filter((field) => !known.includes(field)).map((field) => `${name}Args.${field}`));
  }
  return { wrong, seen };
}
