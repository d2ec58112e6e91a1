// Relative links and anchors of Markdown files, as the forge makes them.
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** Checks every relative link of the files: `{ links, anchors, outside, broken }`. */
export function linksOf(root, files) {
  const texts = new Map();
  const textOf = (file) => {
    if (!texts.has(file)) texts.set(file, readFileSync(join(root, file), "utf8").replace(/^ *(`{3,})[^\n]*\n[\s\S]*?^ *\1/gm, ""));
    return texts.get(file);
  };
  const found = { files: files.length, links: 0, anchors: 0, outside: 0, broken: [] };
  for (const file of files) {
    for (const [, target] of textOf(file).replace(/`[^`\n]+`/g, "").matchAll(/\[[^\]]*\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)) {
      if (/^[a-z][a-z0-9+.-]*:/i.test(target)) {
        found.outside++;
        continue;
      }
      found.links++;
      const [path, anchor] = target.split("#");
      const place = path ? posix.normalize(posix.join(posix.dirname(file), decodeURIComponent(path))) : file;
      if (place.startsWith("..") || !existsSync(join(root, place))) {
        found.broken.push(`${file}: ${target} leads nowhere`);
      } else if (anchor !== undefined) {
        found.anchors++;
        if (!place.endsWith(".md")) continue;
        if (!anchorsOf(textOf(place)).has(anchor)) found.broken.push(`${file}: ${target} has no such heading`);
      }
    }
  }
  return found;
}

export function anchorsOf(text) {
  const seen = new Map();
  const anchors = new Set([...text.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id]) => id));
  for (const [, heading] of text.matchAll(/^#{1,6}\s+(.+)$/gm)) {
    const slug = [...heading.trim().toLowerCase()].filter((c) => /[\p{L}\p{Nd} _-]/u.test(c)).join("").replaceAll(" ", "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    anchors.add(before === 0 ? slug : `${slug}-${before}`);
  }
  return anchors;
}
