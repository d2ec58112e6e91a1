// Compares a CycloneDX bill of materials with a lock file of NuGet: node .ci/sbom.mjs BOM LOCK. Fails where a package of the lock file is not in the bill, in its
// version, with its hash and licence, or where the bill has one that is not in the lock file. With --with-runtime, which a packed program is checked with, the bill must
// also have the runtime, which no lock file names.
import { readFileSync } from "node:fs";

const [bomPath, lockPath, mode] = process.argv.slice(2);
const bom = JSON.parse(readFileSync(bomPath, "utf8"));
const lock = JSON.parse(readFileSync(lockPath, "utf8"));
const locked = new Map();
for (const packages of Object.values(lock.dependencies)) {
  for (const [name, entry] of Object.entries(packages)) {
    if (entry.type !== "Project") {
      locked.set(name.toLowerCase(), entry.resolved);
    }
  }
}

const billed = new Map(bom.components.map((component) => [component.name.toLowerCase(), component]));
const problems = [];
if (bom.bomFormat !== "CycloneDX" || !bom.metadata?.component?.name) {
  problems.push("this is no CycloneDX bill of a program");
}
if (locked.size === 0) {
  problems.push("the lock file names no package");
}
for (const [name, version] of locked) {
  const component = billed.get(name);
  if (component?.version !== version) {
    problems.push(`${name} ${version} is in the lock file, ${component?.version ?? "nothing"} in the bill`);
  } else if (!component.purl || !component.licenses?.length || !component.hashes?.length) {
    problems.push(`${name} has no purl, licence or hash in the bill`);
  }
}
const isRuntime = (name) => /^microsoft\.(netcore|aspnetcore)\.app\.runtime\./.test(name);
const runtimes = [...billed.keys()].filter(isRuntime);
if (mode === "--with-runtime" && runtimes.length !== 2) {
  problems.push(`the bill has ${runtimes.length} packages of the runtime, not .NET's and ASP.NET Core's`);
}
for (const [name, component] of billed) {
  if (!locked.has(name) && !(mode === "--with-runtime" && isRuntime(name))) {
    problems.push(`${name} ${component.version} is in the bill and not in the lock file`);
  }
}
problems.forEach((problem) => console.log(problem));
console.log(`${locked.size} packages in ${lockPath}, ${billed.size} in ${bomPath}`);
process.exit(problems.length === 0 ? 0 : 1);
