// The documentation: every command, program, datum and link in it, with counts, and the site that is made of it.
// Usage: node check.mjs [PAGE... | --site]. KEYBINDING, CVM_SIMULATOR, KEYBINDING_TERRAFORM_PROVIDER and CHROMIUM name the programs.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import assert from "node:assert/strict";
import { keybinding, openPage, root, run, runBlocks, simulator, startShown, startSimulator, terraformProvider } from "./lib/account.mjs";
import { blocksOf, matches, stepsOf } from "./lib/blocks.mjs";
import { anchorsOf, linksOf } from "./lib/links.mjs";
import { kindOf, planned, settled, simulated, validated } from "./lib/programs.mjs";
import { buildSite, checkSite } from "./lib/site.mjs";
import { PAGES, TYPED } from "./pages.mjs";

assert.ok(keybinding && simulator && terraformProvider, "build the command line, the simulator and the Terraform provider first");
const only = process.argv.slice(2).filter((word) => word !== "--site");
const siteOnly = process.argv.includes("--site");
const scratch = mkdtempSync(join(tmpdir(), "keybinding-docs-"));
const started = Date.now();
let passed = 0;
let failed = 0;
const tally = {};
const reasons = {};
const count = (what) => (tally[what] = (tally[what] ?? 0) + 1);

async function check(name, body) {
  const begun = Date.now();
  try {
    await body();
    passed++;
    const seconds = (Date.now() - begun) / 1000;
    console.log(`ok    ${name}${seconds > 1 ? ` (${seconds.toFixed(1)} s)` : ""}`);
  } catch (problem) {
    failed++;
    console.log(`FAIL  ${name}\n      ${String(problem?.message ?? problem).replaceAll("\n", "\n      ")}`);
  }
}

const tracked = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], { cwd: root, encoding: "utf8" })
  .stdout.split("\n")
  .filter((file) => file && existsSync(join(root, file)));
const pages = tracked.filter((file) => (/^(docs|examples)\//.test(file) || ["README.md", "CONTRIBUTING.md", "SECURITY.md"].includes(file)) && !siteOnly && (only.length === 0 || only.includes(file)));

const indented = (text) => text.trimEnd().split("\n").slice(-30).map((line) => `    ${line}`).join("\n");
const shared = await startSimulator("--size", "1");
const SHELL = ["sh", "bash", "console"];
const OUTPUT = ["text", "mermaid"];

/** How a block is checked; an error says what its page lacks. */
function plan(block) {
  const { language, marks, golden, made } = block;
  if (marks["not run"]) {
    reasons[marks["not run"]] = (reasons[marks["not run"]] ?? 0) + 1;
    return "shown only";
  }
  if (marks["run by"]) {
    assert.ok(existsSync(join(root, marks["run by"])), `${marks["run by"]} does not exist`);
    return "run by another test";
  }
  const typed = language === "console" ? TYPED.find(([page]) => page.test(block.file))?.[1] : null;
  if (typed) {
    assert.ok(existsSync(join(root, typed)), `${typed} does not exist`);
    return "run by another test";
  }
  if (golden) {
    assert.ok(existsSync(join(root, golden.replace(/\/$/, ""))), `${golden} does not exist`);
    return OUTPUT.includes(language) || language === "" ? "output" : "run by another test";
  }
  if (OUTPUT.includes(language)) return "output";
  if (SHELL.includes(language)) {
    // The page that it was copied from is checked by itself.
    if (made) return "copied from a page that is checked";
    return marks["in another terminal"] ? "started" : "run";
  }
  if (language === "yaml") return `yaml: ${kindOf(block.text)}`;
  if (language === "hcl" || language === "terraform") {
    if (made) return "copied from a page that is checked";
    if (/^provider_installation/m.test(block.text)) return "terraform: settings";
    return marks["parsed only"] ? "terraform: parsed" : "terraform: validated";
  }
  if (language === "json" || language === "js") return language;
  throw new Error(language === "" ? "the fence names no language (text, where it is output)" : `nothing runs ${language}: say which test does, or why nobody does, in a comment above`);
}

try {
  await check("the checker notices what is wrong", async () => {
    assert.ok(matches(["one", "…", "four"], "one\ntwo\nthree\nfour\n") && matches(["id …, done"], "id 7, done") && matches([], ""));
    assert.ok(!matches(["one"], "one\ntwo") && !matches(["one", "…", "five"], "one\ntwo") && !matches([], "something"));
    assert.deepEqual(stepsOf("$ a \\\n  b\none\n$ c\n"), [{ command: "a \\\n  b", shown: ["one"] }, { command: "c", shown: [] }]);
    assert.deepEqual([...anchorsOf("# A `b` & c\n## A\n## A\n<a id=\"x\"></a>")], ["x", "a-b--c", "a", "a-1"]);
    const bare = { file: "none.md", golden: null, made: null, text: "" };
    assert.throws(() => plan({ ...bare, language: "csharp", marks: {} }), /nothing runs csharp/);
    assert.throws(() => plan({ ...bare, language: "", marks: {} }), /names no language/);
    assert.throws(() => plan({ ...bare, language: "sh", marks: { "run by": "tests/nowhere" } }), /does not exist/);
    const block = (language, text, marks = {}) => ({ file: "none.md", line: 1, language, text, marks, isShell: true });
    const page = await openPage(join(scratch, "self"));
    const found = await runBlocks(page, [block("sh", "true\nfalse\n"), block("sh", "keybinding plan # exit code 0\n"), block("console", "$ echo a\nb\n"), block("sh", "true # exit code 3\n"), block("sh", "keybinding plan\n")]);
    assert.deepEqual(found.map(({ what }) => what.split(":")[0]), ["line 2 ends with 1", "line 1 ends with 2", "$ echo a prints something else", "line 1 does not end with 3"]);
    assert.ok(await planned(page.folder, "resources:\n  a:\n    type: keybinding:KeyRevocation\n    properties: { keyId: [] }\n", shared));
    assert.ok(await simulated(page.folder, "world", "region: {}\n", shared));
    assert.ok(await simulated(page.folder, "faults", "- { acton: x }\n", shared));
    assert.ok(await validated(page.folder, 'resource "keybinding_key_revocation" "a" {\n  key_id = []\n}\n'));
    assert.ok(await validated(page.folder, "resource {\n", true));
    assert.ok(await settled(page.folder, "provider_installation {\n  nonsense {}\n}\n"));
    page.account.stop();
  });

  const building = only.length === 0 ? buildSite() : null;
  building?.catch(() => {});
  // Most of a page is waiting for machines that stop and start: a few pages at a time.
  const queue = [...pages];
  await Promise.all(Array.from({ length: 4 }, async () => {
    while (queue.length > 0) await checkPage(queue.shift());
  }));

  async function checkPage(file) {
    const blocks = blocksOf(root, file);
    const plans = new Map();
    // An account of its own, where commands are typed; programs are planned in the shared one.
    const page = blocks.some((block) => SHELL.includes(block.language)) ? await openPage(join(scratch, file.replaceAll("/", "_")), PAGES[file]) : null;
    try {
      for (const block of blocks) {
        await check(`${file}:${block.line} ${block.language}`, async () => {
          const how = plan(block);
          count(how);
          plans.set(block, how);
          block.isShell = how === "run";
          const said =
            how === "yaml: program" ? await planned(scratch, block.text, shared)
            : how.startsWith("yaml: ") ? await simulated(scratch, how.slice(6), block.text, shared)
            : how === "terraform: settings" ? await settled(scratch, block.text)
            : how.startsWith("terraform: ") ? await validated(scratch, block.text, how === "terraform: parsed")
            : how === "started" ? ((await startShown(page, block.text)) ?? null)
            : how === "js" ? ((await run(process.execPath, ["--input-type=module", "--check", "-"], { input: block.text })).stderr || null)
            : null;
          if (how === "json") JSON.parse(block.text);
          if (said !== null) throw new Error(said);
        });
      }
      const here = blocks.filter((block) => block.isShell || block.marks.file);
      if (here.some((block) => block.isShell)) {
        await check(`${file}: ${here.filter((block) => block.isShell).length} blocks run one after the other`, async () => {
          const found = (await runBlocks(page, here)).map(({ block, what, printed }) => `${file}:${block.line}: ${what}\n${indented(printed)}`);
          if (found.length > 0) throw new Error(found.join("\n"));
        });
      }
    } finally {
      page?.account.stop();
    }
  }

  const links = linksOf(root, only.length ? pages : tracked);
  await check(`${links.links} relative links resolve, ${links.anchors} of them to headings`, () => assert.deepEqual(links.broken, []));

  if (only.length === 0) await checkSite(check, tracked, building);

  // Lines that begin with "count" are shown by .ci/run whatever the outcome.
  const total = Object.values(tally).reduce((sum, n) => sum + n, 0);
  console.log(`count ${total} blocks in ${pages.length} pages: ${Object.entries(tally).sort(([, a], [, b]) => b - a).map(([what, n]) => `${n} ${what}`).join(", ")}`);
  for (const [reason, n] of Object.entries(reasons).sort()) console.log(`count shown only (${n}): ${reason}`);
  console.log(`count ${links.links} relative links in ${links.files} files, ${links.anchors} of them to headings; ${links.outside} to elsewhere, which are not followed`);
  console.log(`count ${((Date.now() - started) / 1000).toFixed(0)} s`);
} finally {
  shared.stop();
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
