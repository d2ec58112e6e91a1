// What is in a packed program: node bill.mjs PUBLISHED.cdx.json PLATFORM FOLDER writes FOLDER/sbom.cdx.json and FOLDER/THIRD-PARTY-NOTICES.txt.
// The bill is the published one, which CycloneDX's tool made of the lock file, with the runtime that is compiled in or brought along, and with nothing in it
// that differs from run to run (RUNTIME_VERSION, NUGET_ROOT and SOURCE_DATE_EPOCH are .ci/package's). The notices are the licences of all of it, as the packages carry them, else the text that the licence's name stands for.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [published, platform, folder] = process.argv.slice(2);
const bill = JSON.parse(readFileSync(published, "utf8"));
const program = bill.metadata.component.name;
const { NUGET_ROOT: packages, RUNTIME_VERSION: version } = process.env;
const inOrder = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** A package of the runtime as CycloneDX would describe it; its hash is that of the package, as NuGet left it beside. */
function runtime(name) {
  const parent = join(packages, name.toLowerCase());
  const file = join(parent, version, `${name.toLowerCase()}.${version}.nupkg.sha512`);
  return {
    type: "library",
    "bom-ref": `pkg:nuget/${name}@${version}`,
    authors: [{ name: "Microsoft" }],
    name,
    version,
    description: "What the program runs on, in it.",
    scope: "required",
    hashes: [{ alg: "SHA-512", content: Buffer.from(readFileSync(file, "utf8"), "base64").toString("hex").toUpperCase() }],
    licenses: [{ license: { id: "MIT" } }],
    copyright: "© Microsoft Corporation. All rights reserved.",
    purl: `pkg:nuget/${name}@${version}`,
  };
}

const isNative = bill.components.some((component) => component.name === "Microsoft.DotNet.ILCompiler");
const pack = isNative ? `Microsoft.NETCore.App.Runtime.NativeAOT.${platform}` : `Microsoft.NETCore.App.Runtime.${platform}`;
bill.components.push(runtime(pack), runtime(`Microsoft.AspNetCore.App.Runtime.${platform}`));
bill.components.sort((a, b) => inOrder(a.name, b.name));
bill.metadata.timestamp = new Date(Number(process.env.SOURCE_DATE_EPOCH) * 1000).toISOString();
delete bill.serialNumber;
const digest = createHash("sha256").update(JSON.stringify(bill)).digest("hex");
const uuid = digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-8$3-8$4-$5");
writeFileSync(join(folder, "sbom.cdx.json"), `${JSON.stringify({ ...bill, serialNumber: `urn:uuid:${uuid}` }, null, 2)}\n`);

/** The licence's name: one of SPDX, or an address for a text that the package does not carry. */
const nameOf = ({ license, expression }) => expression ?? license.id ?? license.name ?? license.url;

/** Texts that a package carries, else the one that its licence's name stands for. */
function texts(component) {
  const root = join(packages, component.name.toLowerCase(), component.version);
  const carried = existsSync(root) ? readdirSync(root).filter((file) => /licen[cs]e|notice/i.test(file)).sort(inOrder) : [];
  return carried.map((file) => readFileSync(join(root, file), "utf8").replaceAll("\r\n", "\n").replace(/^\uFEFF/, "").trim());
}

// What only builds the program is not in it.
const inside = bill.components.filter((component) => !/^(Grpc\.Tools|Microsoft\.CodeAnalysis\.|Microsoft\.NET\.ILLink|(runtime\..*)?Microsoft\.DotNet\.ILCompiler)/i.test(component.name));
const named = new Map();
const carried = new Map();
const list = inside.map((component) => {
  const licences = component.licenses.map(nameOf);
  const own = texts(component);
  own.forEach((text) => carried.set(text, [...(carried.get(text) ?? []), component.name]));
  licences.filter(() => own.length === 0).forEach((id) => named.set(id, [...(named.get(id) ?? []), component]));
  return `${component.name} ${component.version}: ${licences.join(", ")}`;
});
const line = "-".repeat(80);
const parts = [`${program} holds, besides its own code (Apache-2.0, LICENSE):`, list.join("\n")];
for (const [id, components] of [...named].sort(([a], [b]) => inOrder(a, b))) {
  const text = id === "Apache-2.0" ? "The text is in LICENSE." : readFileSync(fileURLToPath(new URL(`licences/${id}.txt`, import.meta.url)), "utf8").trim();
  const holders = components.map((component) => `${component.name}: ${component.copyright ?? component.authors?.map((author) => author.name).join(", ") ?? component.author ?? ""}`);
  parts.push(line, `${id}, for\n${holders.join("\n")}`, text);
}
for (const [text, names] of [...carried].sort(([, a], [, b]) => inOrder(a[0], b[0]))) {
  parts.push(line, `In ${names.join(", ")}`, text);
}
writeFileSync(join(folder, "THIRD-PARTY-NOTICES.txt"), `${parts.join("\n\n")}\n`);
