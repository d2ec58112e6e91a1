// The site: built from its lock file, quiet on the network, searchable without one, accessible.
import { createReadStream, existsSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";
import { root, run } from "./account.mjs";

const place = join(root, "docs/site");
const dist = join(place, ".vitepress/dist");
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".png": "image/png", ".svg": "image/svg+xml" };

async function npm(...words) {
  const { status, stdout, stderr } = await run("npm", words, { cwd: place, env: { ...process.env, NO_COLOR: "1" } });
  assert.equal(status, 0, stdout + stderr);
}

const filesOf = (...endings) =>
  readdirSync(dist, { recursive: true })
    .map(String)
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .map((file) => [file, readFileSync(join(dist, file), "utf8")]);

/** Builds it, beside whatever else is checked. */
export async function buildSite() {
  rmSync(dist, { recursive: true, force: true });
  await npm("ci", "--ignore-scripts", "--no-audit", "--no-fund");
  await npm("run", "build");
}

export async function checkSite(check, pages, building) {
  await check("the site is built from its lock file, without a script of a package", () => building);
  if (!existsSync(join(dist, "index.html"))) return;

  await check("a link that leads nowhere fails the build", async () => {
    const { default: config } = await import(pathToFileURL(join(place, ".vitepress/config.mjs")));
    const follow = (href) => {
      let rule;
      const link = { type: "link_open", attrGet: () => href, attrSet: (_, value) => (link.href = value) };
      config.markdown.config({ core: { ruler: { push: (_, made) => (rule = made) } } });
      rule({ tokens: [{ children: [link] }], env: { relativePath: "recipes/index.md" } });
      return link.href;
    };
    assert.equal(follow("../policies.md#what-else-holds"), "/policies#what-else-holds");
    assert.match(follow("../../CONTRIBUTING.md"), /^https:\/\/.*\/blob\/main\/CONTRIBUTING\.md$/);
    assert.throws(() => follow("nowhere.md"), /leads nowhere/);
    assert.equal(config.ignoreDeadLinks, false);
  });

  await check("every page of docs is a page of the site, and in the order of its index", () => {
    const expected = pages.filter((file) => file.startsWith("docs/") && !/^docs\/(registry|site)\//.test(file)).map((file) => file.slice(5).replace(/README\.md$/, "index.md").replace(/\.md$/, ".html"));
    const found = filesOf(".html").map(([file]) => file).filter((file) => file !== "404.html");
    assert.deepEqual(found.sort(), expected.sort());
    const shown = [...readFileSync(join(dist, "index.html"), "utf8").matchAll(/<h2[^>]* class="text"[^>]*>([^<]+)</g)].map(([, name]) => name);
    assert.deepEqual(shown, ["Start", "Concepts", "Resources", "Recipes", "Faces", "Operation", "Trust", "Insides"]);
  });

  await check("no script, style, font or picture comes from another host", () => {
    const html = filesOf(".html");
    const loads = html.flatMap(([file, text]) =>
      [...text.matchAll(/<(?:script|link|img|iframe|source|object|embed)\b[^>]*?\b(?:src|href|srcset|data)="((?:https?:)?\/\/[^"]*)"/g)].map(([, url]) => `${file}: ${url}`),
    );
    const styles = filesOf(".css").flatMap(([file, text]) => [...text.matchAll(/(?:url\(|@import\s*)["']?((?:https?:)?\/\/[^"')]+)/g)].map(([, url]) => `${file}: ${url}`));
    assert.ok(html.length > 90, `only ${html.length} pages`);
    assert.deepEqual([...loads, ...styles], []);
    assert.deepEqual(readdirSync(dist, { recursive: true }).filter((file) => /\.(woff2?|ttf|otf|eot)$/.test(String(file))), []);
  });

  await check("the index of the search holds what people look for", () => {
    const [[, index]] = filesOf(".js").filter(([file]) => file.includes("localSearchIndex"));
    for (const term of ["kb3001", "keyrevocation", "restart", "boarding", "maxunavailable", "simulator", "planned"]) assert.ok(index.includes(term), term);
  });

  await inBrowser(check);
}

/** Plain files over loopback, as any server of files would give them. */
function serve() {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://site").pathname);
    const file = [path, `${path}.html`, `${path}index.html`].map((one) => join(dist, one)).find((one) => one.startsWith(dist) && existsSync(one) && statSync(one).isFile());
    response.writeHead(file ? 200 : 404, { "content-type": TYPES[extname(file ?? "")] ?? "application/octet-stream" });
    file ? createReadStream(file).pipe(response) : response.end();
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

async function inBrowser(check) {
  const program = process.env.CHROMIUM ?? "/usr/bin/chromium";
  // The browser's driver and axe are those of the audit's page.
  const audit = join(root, "tests/npm-audit/");
  if (!existsSync(program) || !existsSync(join(audit, "node_modules/playwright-core"))) {
    console.log("skip  the site in a browser: chromium, or node_modules of tests/npm-audit, is not here");
    return;
  }
  const require = createRequire(join(audit, "package.json"));
  const { chromium } = require("playwright-core");
  const axe = readFileSync(join(audit, "node_modules/axe-core/axe.min.js"), "utf8");
  const server = await serve();
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox", "--disable-gpu"] });
  const open = async (path, colorScheme = "light") => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1440, height: 1000 } });
    const page = await context.newPage();
    const strangers = [];
    const faults = [];
    page.on("request", (request) => new URL(request.url()).origin === origin || request.url().startsWith("data:") || strangers.push(request.url()));
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    await page.goto(origin + path, { waitUntil: "networkidle" });
    return { page, strangers, faults, close: () => context.close() };
  };
  const serious = async (page) => {
    await page.evaluate(axe);
    const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document));
    assert.ok(passes.length > 15, `only ${passes.length} rules found anything to look at`);
    return violations
      .filter((violation) => ["serious", "critical"].includes(violation.impact))
      .map((violation) => `${violation.id}: ${violation.nodes.length} of ${[...new Set(violation.nodes.map((node) => `${node.html} ${node.failureSummary}`))].slice(0, 5).join(" ")}`);
  };

  try {
    await check("the search finds a page, with no host but the one that gives the files", async () => {
      const tab = await open("/");
      await tab.page.keyboard.press("Control+k");
      await tab.page.locator("#localsearch-input").fill("START IT BY HAND");
      const results = tab.page.locator("#localsearch-list a");
      await results.first().waitFor();
      const found = await results.evaluateAll((all) => all.map((one) => one.getAttribute("href")));
      assert.ok(found.some((href) => /^\/(troubleshooting|errors|operations|terraform)/.test(href)), found.join());
      await tab.page.keyboard.press("Enter");
      await tab.page.waitForURL((url) => url.pathname !== "/");
      assert.deepEqual([tab.strangers, tab.faults], [[], []]);
      await tab.close();
    });

    for (const scheme of ["light", "dark"]) {
      await check(`axe-core finds nothing serious, ${scheme}`, async () => {
        for (const path of ["/", "/getting-started.html", "/resources/key-revocation.html"]) {
          const tab = await open(path, scheme);
          assert.deepEqual(await serious(tab.page), [], path);
          assert.deepEqual([tab.strangers, tab.faults], [[], []]);
          await tab.close();
        }
      });
    }
  } finally {
    await browser.close();
    server.close();
  }
}
