// The packages of a release as whoever installs them meets them: node check.mjs, after .ci/package publish linux-x64, tool and pack. What was published for other
// platforms is checked as far as it can be without starting it. UPDATE_GOLDEN=1 records the newcomer's protocol in docs/packages.md.
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { DockerfileParser } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import { typed } from "./typed.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const packages = join(root, "artifacts/packages");
const published = join(root, "artifacts/publish");
const scratch = mkdtempSync(join(tmpdir(), "keybinding-packages-"));
const TARGETS = {
  "linux-x64": ["linux", "amd64"],
  "linux-arm64": ["linux", "arm64"],
  "linux-musl-x64": ["linux-musl", "amd64"],
  "win-x64": ["windows", "amd64"],
  "osx-arm64": ["darwin", "arm64"],
};
const PROJECTS = {
  keybinding: "Cli",
  "cvm-simulator": "Simulator",
  "pulumi-resource-keybinding": "Pulumi",
  "terraform-provider-keybinding": "Terraform",
};
/** The programs that are dotnet tools, with the names of their packages. */
const TOOLS = { keybinding: "KeyBindingProvider.Cli", "cvm-simulator": "KeyBindingProvider.Simulator" };
/** The programs that have a container file. */
const CONTAINERFILES = { keybinding: "Containerfile", "cvm-simulator": "Containerfile.cvm-simulator" };
const MODE_PROGRAM = "-rwxr-xr-x";
const MODE_FILE = "-rw-r--r--";
// Bytes of a provider for linux-x64: 16 MB, and room for what another patch of the SDK makes of it.
const LARGEST_PROVIDER = 16_500_000;

const LC_CODE_SIGNATURE = 0x1d;
const ARM64_LIBRARIES = "/usr/aarch64-linux-gnu";
const canEmulate = existsSync(ARM64_LIBRARIES) && spawnSync("qemu-aarch64-static", ["--version"]).status === 0;

let passed = 0;
let failed = 0;

async function check(name, body) {
  try {
    await body();
    passed++;
    console.log(`ok    ${name}`);
  } catch (problem) {
    failed++;
    console.log(`FAIL  ${name}\n      ${String(problem?.stack ?? problem).replaceAll("\n", "\n      ")}`);
  }
}

/** What a command printed; its failure is the check's. */
function run(command, args, options = {}) {
  const ran = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, ...options });
  assert.equal(ran.status, 0, `${command} ${args.join(" ")}: ${ran.error ?? ""}${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}

const version = run("dotnet", ["msbuild", "src/KeyBindingProvider.Cli", "-getProperty:Version"], { cwd: root }).trim();
const archives = Object.keys(TARGETS).flatMap((platform) =>
  Object.keys(PROJECTS)
    .filter((program) => existsSync(join(published, platform, program, program + (platform === "win-x64" ? ".exe" : ""))))
    .map((program) => archiveOf(platform, program)),
);

/** Where a program's archive is, how it is called, and what must be in it, with modes. */
function archiveOf(platform, program) {
  const [os, arch] = TARGETS[platform];
  const exe = os === "windows" ? ".exe" : "";
  const isTerraform = program === "terraform-provider-keybinding";
  const name = isTerraform ? `${program}_${version}_${os}_${arch}` : `${program}-v${version}-${os}-${arch}`;
  const isZip = isTerraform || (os === "windows" && !program.startsWith("pulumi"));
  const top = program === "keybinding" || program === "cvm-simulator" ? `${name}/` : "";
  const binary = `${top}${isTerraform ? `${program}_v${version}` : program}${exe}`;
  const contents = new Map(["LICENSE", "README.md", "THIRD-PARTY-NOTICES.txt", "sbom.cdx.json"].map((file) => [top + file, MODE_FILE]));
  contents.set(binary, MODE_PROGRAM);
  if (program === "keybinding") contents.set(`${top}Pulumi.yaml`, MODE_FILE);
  if (program === "cvm-simulator") contents.set(`${top}world.yaml`, MODE_FILE);
  return { platform, program, name, isZip, binary, contents, file: join(packages, name + (isZip ? ".zip" : ".tar.gz")), folder: join(scratch, name) };
}

/** Files of an archive and their modes. */
function listed({ file, isZip }) {
  const lines = isZip ? run("unzip", ["-Zs", file]).split("\n") : run("tar", ["-tvzf", file]).split("\n");
  const fields = lines.filter((line) => /^-/.test(line)).map((line) => line.split(/\s+/));
  return new Map(fields.map((field) => [field.slice(isZip ? 8 : 5).join(" "), field[0]]));
}

function unpack(archive) {
  if (!existsSync(archive.folder)) {
    mkdirSync(archive.folder);
    archive.isZip ? run("unzip", ["-q", archive.file, "-d", archive.folder]) : run("tar", ["-xzf", archive.file, "-C", archive.folder]);
  }
  return archive.folder;
}

/** What a Mach-O file asks of its loader, by number. */
function loadCommands(archive) {
  const bytes = readFileSync(at(archive, archive.binary));
  const numbers = [];
  for (let index = 0, offset = 32; index < bytes.readUInt32LE(16); index++, offset += bytes.readUInt32LE(offset + 4)) {
    numbers.push(bytes.readUInt32LE(offset));
  }
  return numbers;
}

/** A machine without .NET: nothing of the caller's environment. */
const bare = (more = {}) => ({ env: { HOME: scratch, PATH: "/usr/bin:/bin", ...more }, cwd: scratch });

const at = (archive, file) => join(unpack(archive), file);
const own = (program) => archives.find((archive) => archive.platform === "linux-x64" && archive.program === program);

await check("linux-x64 was published, all four programs", () =>
  assert.deepEqual(archives.filter((archive) => archive.platform === "linux-x64").map((archive) => archive.program), Object.keys(PROJECTS)));

await check("the providers are as small as they are said to be (docs/adr/0068)", () => {
  for (const archive of archives.filter(({ platform, program }) => platform === "linux-x64" && /provider|pulumi/.test(program))) {
    const { size } = statSync(at(archive, archive.binary));
    assert.ok(size <= LARGEST_PROVIDER, `${archive.program} has ${size} bytes, at most ${LARGEST_PROVIDER}`);
  }
});

const pages = `keybinding-registry-docs-v${version}`;

await check("the pages of both registries lie where a registry looks for them, and are those of docs/registry", () => {
  const folder = mkdtempSync(join(scratch, "pages-"));
  run("tar", ["-xzf", join(packages, `${pages}.tar.gz`), "-C", folder]);
  for (const registry of ["pulumi", "terraform"]) {
    run("diff", ["--recursive", join(root, "docs/registry", registry), join(folder, pages, registry, "docs")]);
  }
  assert.ok(existsSync(join(folder, pages, "pulumi/docs/_index.md")) && existsSync(join(folder, pages, "terraform/docs/index.md")));
});

await check("every file of the release is one that is expected, and each of them is there", () => {
  const tools = Object.values(TOOLS).map((name) => `${name}.${version}.nupkg`);
  const provider = `terraform-provider-keybinding_${version}`;
  const expected = [`${provider}_SHA256SUMS`, `${provider}_manifest.json`, "SHA256SUMS", `${pages}.tar.gz`, ...tools];
  archives.forEach(({ name, isZip }) => expected.push(`${name}${isZip ? ".zip" : ".tar.gz"}`, `${name}.cdx.json`));
  assert.deepEqual(readdirSync(packages).sort(), expected.sort());
});

await check("SHA256SUMS names every file, and is right", () => {
  const names = readFileSync(join(packages, "SHA256SUMS"), "utf8").trim().split("\n").map((line) => line.slice(66));
  assert.deepEqual(names.sort(), readdirSync(packages).filter((name) => name !== "SHA256SUMS").sort());
  run("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd: packages });
});

await check("Terraform's SHA256SUMS names what a registry serves: manifest and platforms that it knows", () => {
  const sums = `terraform-provider-keybinding_${version}_SHA256SUMS`;
  const names = readFileSync(join(packages, sums), "utf8").trim().split("\n").map((line) => line.slice(66));
  const served = archives.filter(({ program, platform }) => program === "terraform-provider-keybinding" && platform !== "linux-musl-x64");
  assert.deepEqual(names.sort(), [`terraform-provider-keybinding_${version}_manifest.json`, ...served.map(({ name }) => `${name}.zip`)].sort());
  run("sha256sum", ["--check", "--strict", sums], { cwd: packages });
});

for (const archive of archives) {
  await check(`${archive.name}: the files that are expected, with their modes, and nothing else`, () =>
    assert.deepEqual(new Map([...listed(archive)].sort()), new Map([...archive.contents].sort())));

  await check(`${archive.name}: its bill has every package of the lock file and the runtime`, () => {
    const lock = `src/KeyBindingProvider.${PROJECTS[archive.program]}/packages.${archive.platform}.lock.json`;
    const bill = at(archive, [...archive.contents.keys()].find((file) => file.endsWith(".cdx.json")));
    run("node", [".ci/sbom.mjs", bill, lock, "--with-runtime"], { cwd: root });
    assert.equal(readFileSync(bill, "utf8"), readFileSync(join(packages, `${archive.name}.cdx.json`), "utf8"));
    assert.equal(JSON.parse(readFileSync(bill, "utf8")).metadata.component.version, version);
  });

  await check(`${archive.name}: its notices name every package that is in it, with the text of its licence`, () => {
    const top = archive.binary.includes("/") ? `${dirname(archive.binary)}/` : "";
    const bill = JSON.parse(readFileSync(join(packages, `${archive.name}.cdx.json`), "utf8"));
    const notices = readFileSync(at(archive, `${top}THIRD-PARTY-NOTICES.txt`), "utf8");
    const builders = /^(Grpc\.Tools|Microsoft\.CodeAnalysis\.|Microsoft\.NET\.ILLink|runtime\.|Microsoft\.DotNet\.ILCompiler)/;
    const missing = bill.components.filter(({ name }) => !builders.test(name)).filter(({ name, version }) => !notices.includes(`\n${name} ${version}: `));
    assert.deepEqual(missing.map(({ name }) => name), []);
    assert.match(notices, /MIT License/);
  });

  await check(`${archive.name}: the program is one of its platform`, () => {
    const head = readFileSync(at(archive, archive.binary)).subarray(0, 32);
    const kind = head.readUInt32BE(0) === 0x7f454c46 ? `elf ${head.readUInt16LE(18)}` : head.readUInt32LE(0) === 0xfeedfacf ? `mach-o ${head.readUInt32LE(4)}` : head.toString("latin1", 0, 2);
    const expected = { "linux-x64": "elf 62", "linux-arm64": "elf 183", "linux-musl-x64": "elf 62", "win-x64": "MZ", "osx-arm64": "mach-o 16777228" };
    assert.equal(kind, expected[archive.platform]);
  });

  if (archive.platform === "osx-arm64") {
    await check(`${archive.name}: the program is signed, as this system asks of every program`, () => assert.ok(loadCommands(archive).includes(LC_CODE_SIGNATURE)));
  }

  if (archive.platform === "linux-arm64" && canEmulate && /^(keybinding|cvm-simulator)$/.test(archive.program)) {
    await check(`${archive.name}: the program starts under emulation`, () =>
      assert.equal(run("qemu-aarch64-static", ["-L", ARM64_LIBRARIES, at(archive, archive.binary), "--version"], bare()).trim(), version));
  }
}

await check("packing again, elsewhere and later, makes the same bytes", () => {
  const again = join(scratch, "again");
  run(join(root, ".ci/package"), ["pack", again], { env: { ...process.env, TZ: "Asia/Shanghai", LANG: "C.UTF-8" } });
  const of = (folder) => readFileSync(join(folder, "SHA256SUMS"), "utf8").split("\n").filter((line) => !line.endsWith(".nupkg"));
  assert.deepEqual(of(again), of(packages));
});

for (const program of ["keybinding", "cvm-simulator"]) {
  await check(`${program} starts and has the version of its archive`, () => {
    const said = run(at(own(program), own(program).binary), ["--version"], bare());
    assert.equal(said.trim(), version);
  });
}

await check("the Pulumi provider starts: a port, and nothing else", async () => {
  const child = spawn(at(own("pulumi-resource-keybinding"), own("pulumi-resource-keybinding").binary), [], { ...bare(), stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await new Promise((done) => child.stdout.once("data", (data) => done([String(data)])));
  child.kill();
  assert.match(line, /^[1-9][0-9]{0,4}\n$/);
});

await check("the Terraform provider speaks the protocol that its manifest names", async () => {
  const provider = own("terraform-provider-keybinding");
  const cookie = { TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2", PLUGIN_PROTOCOL_VERSIONS: "5,6" };
  const child = spawn(at(provider, provider.binary), [], { ...bare(cookie), stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await new Promise((done) => child.stdout.once("data", (data) => done([String(data)])));
  child.kill();
  const manifest = JSON.parse(readFileSync(join(packages, `terraform-provider-keybinding_${version}_manifest.json`), "utf8"));
  assert.deepEqual(manifest, { version: 1, metadata: { protocol_versions: [`${line.split("|")[1]}.0`] } });
});

await check("terraform init takes the provider from a mirror that holds the archive as it is", () => {
  const home = join(scratch, "mirror");
  const place = join(home, "providers/registry.terraform.io/keybinding/keybinding");
  mkdirSync(place, { recursive: true });
  copyFileSync(own("terraform-provider-keybinding").file, join(place, `${own("terraform-provider-keybinding").name}.zip`));
  writeFileSync(join(home, "main.tf"), 'terraform {\n  required_providers {\n    keybinding = { source = "keybinding/keybinding" }\n  }\n}\n');
  writeFileSync(join(home, "rc"), `provider_installation {\n  filesystem_mirror {\n    path = "${home}/providers"\n  }\n}\n`);
  const env = { HOME: home, PATH: process.env.PATH, TF_CLI_CONFIG_FILE: join(home, "rc"), CHECKPOINT_DISABLE: "1" };
  const said = run("terraform", ["init", "-no-color"], { cwd: home, env });
  assert.ok(said.includes(`Installed keybinding/keybinding v${version} (unauthenticated)`), said);
  const schema = JSON.parse(run("terraform", ["providers", "schema", "-json"], { cwd: home, env }));
  const resources = Object.keys(schema.provider_schemas["registry.terraform.io/keybinding/keybinding"].resource_schemas);
  assert.ok(resources.includes("keybinding_key_revocation"), resources.join());
});

const commandOf = { keybinding: ["plan", "--help"], "cvm-simulator": ["--help"] };
const saidBy = { keybinding: /--endpoint/, "cvm-simulator": /--world/ };
for (const [program, name] of Object.entries(TOOLS)) {
  await check(`${name}, the tool package, installs from its folder alone, and runs`, () => {
    const folder = join(scratch, name);
    mkdirSync(folder);
    writeFileSync(
      join(folder, "NuGet.Config"),
      `<configuration><packageSources><clear /><add key="release" value="${packages}" /></packageSources></configuration>`,
    );
    const env = { ...process.env, NUGET_PACKAGES: join(folder, "cache") };
    const install = ["tool", "install", name, "--version", version, "--tool-path", join(folder, "bin"), "--configfile", join(folder, "NuGet.Config")];
    run("dotnet", install, { cwd: folder, env });
    assert.equal(run(join(folder, "bin", program), ["--version"], { cwd: folder }).trim(), version);
    assert.match(run(join(folder, "bin", program), commandOf[program], { cwd: folder }), saidBy[program]);
  });

  await check(`${name}, the tool package, holds its program, its readme and its bill, and nothing of a web site`, () => {
    const entries = run("unzip", ["-Z1", join(packages, `${name}.${version}.nupkg`)]).trim().split("\n");
    const expected = ["README.md", ...[".dll", ".deps.json", ".runtimeconfig.json", ".cdx.json"].map((end) => `tools/net10.0/any/${program}${end}`)];
    assert.deepEqual(expected.filter((entry) => !entries.includes(entry)), []);
    assert.deepEqual(entries.filter((entry) => /web\.config$|staticwebassets|\.lock\.json$/.test(entry)), []);
  });
}

await check("the simulator that is a tool serves the account of its archive", async () => {
  const world = at(own("cvm-simulator"), `${own("cvm-simulator").name}/world.yaml`);
  const child = spawn(join(scratch, TOOLS["cvm-simulator"], "bin/cvm-simulator"), ["--world", world], { stdio: ["ignore", "pipe", "inherit"] });
  const [, endpoint] = await new Promise((done) => child.stdout.once("data", (data) => done(/^endpoint +(\S+)$/m.exec(String(data)))));
  const { instances } = await (await fetch(new URL("/_simulator/world", endpoint))).json();
  child.kill();
  assert.equal(instances.length, 6);
});

for (const [program, file] of Object.entries(CONTAINERFILES)) {
  await check(`${file} has no finding, a user without rights, and copies what the archives hold`, () => {
    const text = readFileSync(join(root, ".ci/packages", file), "utf8");
    assert.deepEqual(validate(text).map(({ message, range }) => `${range.start.line + 1}: ${message}`), []);
    const instructions = DockerfileParser.parse(text).getInstructions();
    const last = (keyword) => instructions.filter((instruction) => instruction.getKeyword() === keyword).at(-1)?.getArgumentsContent();
    assert.match(last("FROM"), /^debian:\d+-slim$/);
    assert.match(last("USER"), /^[1-9]\d*:[1-9]\d*$/);
    assert.equal(last("ENTRYPOINT"), `["${program}"]`);
    // Neither can be reached from outside its network namespace: a port that is said to be there would be a lie.
    assert.equal(last("EXPOSE"), undefined);
    for (const archive of archives.filter((each) => each.program === program && /^linux-(x64|arm64)$/.test(each.platform))) {
      const filled = (argument) => argument.replaceAll("${VERSION}", version).replaceAll("${TARGETARCH}", TARGETS[archive.platform][1]);
      assert.equal(filled(last("ADD")), `${archive.name}.tar.gz /usr/local/lib/`);
      const link = filled(instructions.find((instruction) => /\bln -s\b/.test(instruction.getArgumentsContent() ?? "")).getArgumentsContent());
      assert.ok(link.endsWith(`ln -s /usr/local/lib/${archive.binary} /usr/local/bin/${program}`), link);
    }
  });
}

await check("the simulator's container begins with arguments that the program takes", async () => {
  const text = readFileSync(join(root, ".ci/packages", CONTAINERFILES["cvm-simulator"]), "utf8");
  const command = JSON.parse(/^CMD (.*)$/m.exec(text)[1]);
  assert.deepEqual(command, ["--port", "18080"]);
  const program = at(own("cvm-simulator"), own("cvm-simulator").binary);
  // In a namespace of its own, as in a container: whoever is in it reaches the simulator, by loopback. Where none may be made, without.
  const mayMake = spawnSync("unshare", ["--net", "true"]).status === 0;
  const script = `"$@" > greeting & until grep -q journal greeting; do :; done; curl --silent --fail http://127.0.0.1:18080/_simulator/health; kill -TERM $!; wait $!; echo " ended with $?"`;
  const shell = ["sh", "-c", mayMake ? `ip link set lo up && ${script}` : script, "sh", program, ...command];
  const said = run(...(mayMake ? ["unshare", ["--net", ...shell]] : ["env", shell]), { cwd: scratch });
  assert.match(said, /\} ended with 0\n$/);
});

await check("a newcomer without .NET, network and repository gets from the archives to a plan, as documented", () => {
  const hidden = [resolve(root), dirname(run("readlink", ["-f", run("which", ["dotnet"]).trim()]).trim())];
  const files = ["SHA256SUMS", ...["keybinding", "cvm-simulator"].map((program) => `${own(program).name}.tar.gz`)];
  typed({ page: join(root, "docs/packages.md"), name: "newcomer", hidden, files: files.map((file) => join(packages, file)) });
});

await check("the documented tree names every file of linux-x64 and what is in it", () => {
  const page = readFileSync(join(root, "docs/packages.md"), "utf8");
  const missing = archives
    .filter(({ platform }) => platform === "linux-x64")
    .flatMap(({ name, isZip, contents }) => [`${name}${isZip ? ".zip" : ".tar.gz"}`, `${name}.cdx.json`, ...contents.keys()])
    .filter((name) => !page.includes(`${name} `));
  assert.deepEqual(missing, []);
});

rmSync(scratch, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
