// The documentation of ../.. as a site: the same files, without copies. `npm run build` writes .vitepress/dist; a link that leads nowhere fails it.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";

const docs = fileURLToPath(new URL("../..", import.meta.url));
const root = dirname(resolve(docs));
const read = (file) => readFileSync(join(docs, file), "utf8");
const packaged = (file) => fileURLToPath(new URL(`../node_modules/${file}`, import.meta.url));
const titleOf = (file) => /^# (.+)$/m.exec(read(file))[1].replaceAll("`", "");

/** Where the repository is published: the one place that says it is in the code. */
const home = readFileSync(join(root, "src/KeyBindingProvider.Core/Problems/ProjectHome.cs"), "utf8");
const [, host] = /Host = "([^"]+)"/.exec(home);
const [, path] = /Path = "([^"]+)"/.exec(home);
const forge = `https://${host}${path}`;

/** The order in which a person needs the pages; the table in ../../README.md has the same. */
const sections = [...read("README.md").matchAll(/^## (.+)\n\n([\s\S]*?)(?=^## |(?![\s\S]))/gm)].map(([, name, text]) => ({
  text: name,
  items: [...new Set([...text.matchAll(/\]\(((?!\.\.|registry\/)[^)#]+\.md)[^)]*\)/g)].map(([, file]) => file))].map((file) => ({
    text: titleOf(file),
    link: linkOf(file),
  })),
}));

/** The address of a page on the site. */
function linkOf(file) {
  return `/${file.replace(/\.md$/, "").replace(/(^|\/)README$/, "$1")}`;
}

/** Links as the site has them: a page by its address, everything that is no page by its place in the repository. */
function follow(href, from) {
  if (/^[a-z][a-z0-9+.-]*:/i.test(href) || href.startsWith("#")) return href;
  const [target, anchor] = href.split("#");
  const file = posix.normalize(posix.join("docs", posix.dirname(from), decodeURIComponent(target)));
  if (!existsSync(join(root, file))) throw new Error(`docs/${from}: ${href} leads nowhere`);
  const hash = anchor ? `#${anchor}` : "";
  if (file.startsWith("docs/") && file.endsWith(".md") && !/^docs\/(registry|site)\//.test(file)) return linkOf(file.slice(5)) + hash;
  return `${forge}/${statSync(join(root, file)).isDirectory() ? "tree" : "blob"}/main/${file}${hash}`;
}

/** Before anything else looks at them. */
function links(md) {
  md.core.ruler.push("keybinding-links", ({ tokens, env }) => {
    for (const token of tokens.flatMap((one) => one.children ?? []).filter((one) => one.type === "link_open")) {
      token.attrSet("href", follow(token.attrGet("href"), env.sourcePath ?? env.relativePath));
    }
  });
}

/** Headings as the forge makes anchors of them: links in the files follow those. */
const slugify = (heading) =>
  [...heading.trim().toLowerCase()]
    .filter((c) => /[\p{L}\p{Nd} _-]/u.test(c))
    .join("")
    .replaceAll(" ", "-");

const pages = readdirSync(docs, { recursive: true })
  .filter((file) => file.endsWith("README.md") && !/(^|\/)(node_modules|registry|site)\//.test(file))
  .map((file) => [file, file.replace("README.md", "index.md")]);

export default defineConfig({
  title: "KeyBindingProvider",
  description: "Which SSH key opens which Tencent Cloud CVM machine, decided in reviewed code",
  lang: "en",
  head: [["link", { rel: "icon", href: `data:image/png;base64,${readFileSync(join(docs, "logo.png"), "base64")}` }]],
  srcDir: "..",
  srcExclude: ["registry/**", "site/**"],
  outDir: ".vitepress/dist",
  cacheDir: ".vitepress/cache",
  rewrites: Object.fromEntries(pages),
  cleanUrls: false,
  ignoreDeadLinks: false,
  // The pages stand outside the folder that has the packages.
  vite: {
    resolve: {
      alias: [
        { find: /^vue$/, replacement: packaged("vue/dist/vue.runtime.esm-bundler.js") },
        { find: /^vue\/server-renderer$/, replacement: packaged("vue/server-renderer/index.mjs") },
      ],
    },
  },
  markdown: { anchor: { slugify }, linkify: false, config: links, theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" } },
  themeConfig: {
    sidebar: sections,
    outline: [2, 3],
    search: { provider: "local" },
    socialLinks: [],
    nav: [{ text: "Repository", link: forge }],
    externalLinkIcon: true,
  },
});
