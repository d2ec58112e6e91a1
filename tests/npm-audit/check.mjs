// The pages of `keybinding audit --html` and `keybinding plan --html` in Debian's chromium: accessible in light and dark, quiet on the network, usable by keyboard, and deaf to hostile names.
// Usage: node check.mjs [--screenshots folder]. KEYBINDING, CVM_SIMULATOR and CHROMIUM name the programs.
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { HOSTILE, hostileRotation, hostileWorld, program, rotation, world } from "./fleets.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const built = (project, name) =>
  ["Release", "Debug"].map((kind) => here(`../../src/${project}/bin/${kind}/net10.0/${name}`)).find(existsSync);
const keybinding = process.env.KEYBINDING ?? built("KeyBindingProvider.Cli", "keybinding");
const simulator = process.env.CVM_SIMULATOR ?? built("KeyBindingProvider.Simulator", "cvm-simulator");
assert.ok(keybinding && simulator, "build the command line and the simulator first");
const axe = readFileSync(here("node_modules/axe-core/axe.min.js"), "utf8");
const images = process.argv[2] === "--screenshots" ? process.argv[3] : null;
const folder = mkdtempSync(join(tmpdir(), "keybinding-audit-"));

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

/** The page that an audit of a world writes. */
async function audit(name, worldText, programText) {
  const { file, out } = await page(name, worldText, programText, ["audit"], 0);
  return { file, report: JSON.parse(out).regions[0] };
}

/** The page that a plan of a program writes, with its plan. */
async function plan(name, worldText, programText, ...more) {
  const { file, out } = await page(name, worldText, programText, ["plan", ...more], 2);
  return { file, plan: JSON.parse(out) };
}

/** The page that a command writes, by the real command line on the simulator, and what it prints. */
async function page(name, worldText, programText, command, status) {
  writeFileSync(join(folder, `${name}.world.yaml`), worldText);
  writeFileSync(join(folder, `${name}.yaml`), programText);
  const child = spawn(simulator, ["--world", join(folder, `${name}.world.yaml`)], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const facts = {};
    for await (const line of createInterface({ input: child.stdout })) {
      const [, fact, value] = /^(endpoint|secret id|secret key|journal) +(\S.*)$/.exec(line) ?? [];
      if (fact) facts[fact] = value;
      if (fact === "journal") break;
    }
    const file = join(folder, `${name}.html`);
    const ran = spawnSync(
      keybinding,
      [...command, "-f", `${name}.yaml`, "--endpoint", facts.endpoint, "--html", file, "--output", "json"],
      {
        // Places in the page are as the program is named: no folder of this machine on a screenshot.
        cwd: folder,
        env: { ...process.env, TENCENTCLOUD_SECRET_ID: facts["secret id"], TENCENTCLOUD_SECRET_KEY: facts["secret key"] },
        encoding: "utf8",
        maxBuffer: 1 << 28,
      },
    );
    assert.equal(ran.status, status, ran.stderr);
    return { file, out: ran.stdout };
  } finally {
    child.kill();
  }
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});

/** A tab on a file, with what it asked the network for and what went wrong in it. */
async function open(file, colorScheme, size = { width: 1440, height: 1000 }) {
  const context = await browser.newContext({ colorScheme, viewport: size, bypassCSP: false });
  const page = await context.newPage();
  const requests = [];
  const faults = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("dialog", (dialog) => (faults.push(`dialog ${dialog.message()}`), dialog.dismiss()));
  await page.goto(pathToFileURL(file).href);
  return { page, requests, faults, close: () => context.close() };
}

const rows = (page) => page.locator("tbody tr[data-id]").count();
const group = (page, value) => page.getByLabel("Group by").selectOption(value);

try {
  const fleets = {};
  for (const size of [250, 1000]) fleets[size] = await audit(`fleet-${size}`, world(size), program(size));
  const small = fleets[250];
  const hostile = await audit("hostile", hostileWorld(), program(0));

  for (const scheme of ["light", "dark"]) {
    await check(`axe-core finds nothing serious, ${scheme}`, async () => {
      for (const grouped of ["none", "same"]) {
        const tab = await open(small.file, scheme);
        await group(tab.page, grouped);
        // The policy of the page lets run no script but its own: the debugger evaluates this one.
        await tab.page.evaluate(axe);
        const { violations, passes } = await tab.page.evaluate(() => globalThis.axe.run(document));
        assert.ok(passes.length > 20, `only ${passes.length} rules found anything to look at`);
        const found = violations.filter((violation) => ["serious", "critical"].includes(violation.impact));
        assert.deepEqual(
          found.map((violation) => `${violation.id}: ${violation.help}: ${violation.nodes[0].html} ${violation.nodes[0].failureSummary}`),
          [],
        );
        await tab.close();
      }
    });
  }

  await check("the matrix holds each pair of the report", async () => {
    const tab = await open(small.file, "light");
    await group(tab.page, "none");
    const cells = await tab.page.$$eval("tbody tr[data-id]", (all) =>
      all.flatMap((tr) => [...tr.cells].slice(3).map((td, k) => (td.ariaLabel?.startsWith("opens") ? `${tr.dataset.id} ${k}` : null))).filter(Boolean),
    );
    const titles = await tab.page.$$eval("thead th.k", (all) => all.map((th) => th.title));
    const pairs = cells.map((cell) => `${cell.split(" ")[0]} ${/skey-\w+/.exec(titles[cell.split(" ")[1]])[0]}`).sort();
    assert.deepEqual(pairs, small.report.instances.flatMap((machine) => machine.keyIds.map((key) => `${machine.instanceId} ${key}`)).sort());
    await tab.close();
  });

  await check("search narrows by machine, by key and by tag, and Escape ends it", async () => {
    const tab = await open(small.file, "light");
    await group(tab.page, "none");
    await tab.page.keyboard.press("/");
    await tab.page.keyboard.type("web-1");
    const names = await tab.page.$$eval("tbody tr[data-id] th", (all) => all.map((th) => th.textContent));
    assert.ok(names.length > 0 && names.every((name) => name.includes("web-1")), names.join());
    assert.match(await tab.page.getByRole("status").textContent(), new RegExp(`^${names.length} of 250 machines`));
    await tab.page.keyboard.press("Escape");
    assert.equal(await rows(tab.page), 250);
    await tab.page.keyboard.type("breakglass");
    const key = small.report.keys.find((one) => one.name.startsWith("breakglass"));
    assert.equal(await rows(tab.page), key.instanceIds.length);
    await tab.page.keyboard.press("Escape");
    await tab.page.keyboard.type("role=db");
    assert.equal(await rows(tab.page), small.report.instances.filter((machine) => machine.name.startsWith("db-")).length);
    await tab.page.keyboard.press("Escape");
    await tab.page.keyboard.type("no such machine");
    assert.equal(await rows(tab.page), 0);
    await tab.close();
  });

  await check("columns sort, and say so", async () => {
    const tab = await open(small.file, "light");
    await group(tab.page, "none");
    const counts = () => tab.page.$$eval("tbody tr[data-id] td.n", (all) => all.map((td) => Number(td.textContent)));
    const heading = tab.page.locator("th[data-sort=count]");
    await heading.getByRole("button").focus();
    await tab.page.keyboard.press("Enter");
    assert.equal(await heading.getAttribute("aria-sort"), "descending");
    assert.deepEqual(await counts(), (await counts()).toSorted((a, b) => b - a));
    await tab.page.keyboard.press("Enter");
    assert.equal(await heading.getAttribute("aria-sort"), "ascending");
    assert.deepEqual(await counts(), (await counts()).toSorted((a, b) => a - b));
    assert.equal(await tab.page.locator("[aria-sort]").count(), 1);
    await tab.close();
  });

  await check("groups open and close by keyboard, and count", async () => {
    const tab = await open(small.file, "light");
    await group(tab.page, "zone");
    const first = tab.page.locator("tr.g button").first();
    assert.equal(await first.getAttribute("aria-expanded"), "true");
    const before = await rows(tab.page);
    await first.focus();
    await tab.page.keyboard.press("Enter");
    assert.equal(await first.getAttribute("aria-expanded"), "false");
    assert.equal(await tab.page.evaluate(() => document.activeElement.getAttribute("aria-expanded")), "false");
    const members = Number(/([\d,]+) machine/.exec(await tab.page.locator("tr.g span").first().textContent())[1]);
    assert.equal(before - (await rows(tab.page)), members);
    await tab.close();
  });

  await check("each tile shows what it counts", async () => {
    const tab = await open(small.file, "light");
    await group(tab.page, "none");
    for (const tile of await tab.page.locator(".tile").all()) {
      if ((await tile.getAttribute("aria-pressed")) === "false") await tile.press("Enter");
      assert.equal(await rows(tab.page), Number((await tile.locator("b").textContent()).replaceAll(",", "")));
    }
    assert.equal(await tab.page.locator(".tile").count(), 6);
    await tab.close();
  });

  await check("1,000 machines x 20 keys: first groups, then all, in a page below 2 MB", async () => {
    const tab = await open(fleets[1000].file, "light");
    assert.equal(await tab.page.locator("thead th.k").count(), 20);
    assert.equal(await rows(tab.page), 0);
    assert.ok((await tab.page.locator("tr.g").count()) > 5);
    await tab.page.getByRole("button", { name: "Open all groups" }).press("Enter");
    assert.equal(await rows(tab.page), 1000);
    assert.ok(statSync(fleets[1000].file).size < 2e6);
    await tab.close();
  });

  await check("hostile names show as text and do nothing", async () => {
    const tab = await open(hostile.file, "light");
    const shown = await tab.page.locator("tbody").first().evaluate((body) => body.textContent);
    for (const name of HOSTILE) assert.ok(shown.includes(name), name);
    for (const value of await tab.page.$$eval("#group-0 option", (all) => all.map((option) => option.value))) await group(tab.page, value);
    assert.equal(await tab.page.locator("main img, main iframe, main a, main b b, main script").count(), 0);
    assert.deepEqual(tab.faults, []);
    assert.deepEqual(tab.requests, [pathToFileURL(hostile.file).href]);
    await tab.close();
  });

  await check("the policy stops a script that is not the page's own", async () => {
    const tab = await open(small.file, "light");
    const ran = await tab.page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.foreign = true";
      document.body.append(script);
      const image = document.createElement("img");
      image.src = "http://127.0.0.1:9/x.png";
      document.body.append(image);
      return globalThis.foreign === true;
    });
    assert.equal(ran, false);
    assert.ok(tab.faults.some((fault) => fault.includes("Content Security Policy")), tab.faults.join());
    await tab.close();
  });

  await check("no request leaves the page, and nothing goes wrong in it", async () => {
    for (const { file } of Object.values(fleets)) {
      const tab = await open(file, "dark");
      await group(tab.page, "state");
      assert.deepEqual([tab.requests, tab.faults], [[pathToFileURL(file).href], []]);
      await tab.close();
    }
  });

  const waves = await plan("waves", world(250), rotation(250), "--simulate");
  const plain = await plan("waves-plain", world(250), rotation(250));
  const hostilePlan = await plan("waves-hostile", hostileWorld(), hostileRotation());

  for (const scheme of ["light", "dark"]) {
    await check(`axe-core finds nothing serious in the page of a plan, ${scheme}`, async () => {
      for (const { file } of [waves, plain]) {
        const tab = await open(file, scheme);
        await tab.page.evaluate(axe);
        const { violations, passes } = await tab.page.evaluate(() => globalThis.axe.run(document));
        assert.ok(passes.length > 15, `only ${passes.length} rules found anything to look at`);
        const found = violations.filter((violation) => ["serious", "critical"].includes(violation.impact));
        assert.deepEqual(found.map((violation) => `${violation.id}: ${violation.nodes[0].html} ${violation.nodes[0].failureSummary}`), []);
        assert.deepEqual([tab.requests, tab.faults], [[pathToFileURL(file).href], []]);
        await tab.close();
      }
    });
  }

  await check("the tables of a plan's page hold each wave and each machine, and the drawing each wave", async () => {
    const rollouts = waves.plan.regions[0].rollouts;
    const sizes = rollouts.flatMap((rollout) => rollout.waves.map((wave) => wave.changes.length));
    const tab = await open(waves.file, "light");
    const told = await tab.page.$$eval("tbody tr", (all) => all.map((tr) => [tr.querySelectorAll("li code").length, tr.cells[5].textContent]));
    assert.ok(sizes.length > 10);
    assert.deepEqual(told.map(([machines]) => machines), sizes);
    assert.ok(told.every(([, expected]) => /^(\d+ min )?\d+ s, from .* rehearsed$/.test(expected)), told.join());
    assert.equal(await tab.page.locator("svg rect").count(), sizes.length);
    // No bar leaves the drawing, and none is above the limit.
    const limit = await tab.page.$$eval("svg", (all) => all.every((svg) => [...svg.querySelectorAll("rect.window, rect.canary")].every((bar) => Number(bar.getAttribute("y")) >= Number(svg.querySelector(".limit").getAttribute("y1")) - 2 && Number(bar.getAttribute("x")) + Number(bar.getAttribute("width")) <= 1000)));
    assert.ok(limit);
    await tab.close();
    const other = await open(plain.file, "light");
    const unknown = await other.page.$$eval("tbody tr", (all) => all.map((tr) => tr.cells[5].textContent));
    assert.deepEqual([...new Set(unknown)], ["not known: plan --simulate rehearses it"]);
    await other.close();
  });

  await check("machines of a wave open by keyboard, and a reader hears what the drawing shows", async () => {
    const tab = await open(waves.file, "light");
    const first = tab.page.locator("tbody details").first();
    await first.locator("summary").focus();
    await tab.page.keyboard.press("Enter");
    assert.equal(await first.getAttribute("open"), "");
    assert.ok(await first.locator("code").first().isVisible());
    for (const drawing of await tab.page.getByRole("img").all()) assert.match(await drawing.getAttribute("aria-label"), /^\d+ waves?, by the time of the rehearsal; at most \d+ down at once/);
    assert.equal(await tab.page.getByRole("table").count(), waves.plan.regions[0].rollouts.filter((rollout) => rollout.waves.length > 0).length);
    await tab.close();
  });

  await check("hostile names are text in the page of a plan, and no script runs there at all", async () => {
    const tab = await open(hostilePlan.file, "light");
    const shown = await tab.page.locator("main").evaluate((main) => main.textContent);
    const plans = hostilePlan.plan.regions[0];
    const names = plans.rollouts.flatMap((rollout) => rollout.waves.flatMap((wave) => wave.changes.map((change) => change.name)));
    assert.ok(names.length > 0 && names.some((name) => HOSTILE.some((hostile) => name.includes(hostile))), names.join());
    assert.ok(HOSTILE.some((hostile) => shown.includes(hostile)));
    assert.equal(await tab.page.locator("script, main img, main iframe, main a, main b, header b").count(), 0);
    const ran = await tab.page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.foreign = true";
      document.body.append(script);
      return globalThis.foreign === true;
    });
    assert.equal(ran, false);
    assert.deepEqual(tab.requests, [pathToFileURL(hostilePlan.file).href]);
    await tab.close();
  });

  if (images) {
    for (const scheme of ["light", "dark"]) {
      const tab = await open(waves.file, scheme, { width: 1280, height: 1000 });
      await tab.page.screenshot({ path: join(images, `plan-250-${scheme}.png`) });
      await tab.close();
    }
    for (const [size, { file }] of Object.entries(fleets)) {
      for (const scheme of ["light", "dark"]) {
        const tab = await open(file, scheme, { width: 1440, height: 1080 });
        await tab.page.screenshot({ path: join(images, `audit-${size}-${scheme}.png`) });
        await tab.close();
      }
    }
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
