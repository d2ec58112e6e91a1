// Fleets to look at: plausible ones of any size, always the same, and one whose names would like to do something.
const PEOPLE = ["ada", "bao", "carol", "dmitri", "emeka", "fatima", "grace", "hiro"];
const KEYS = [
  "team_web_2026", "team_data_2026", "team_platform", "breakglass", "ci_deploy", "ci_2019", "oncall_cn", "oncall_eu",
  "vendor_backup", "vendor_audit", ...PEOPLE.map((person) => `${person}_laptop`), "bastion_old", "migration_tmp",
  "unused_2021", "unused_intern",
];
const ROLES = [
  { name: "web", share: 34, keys: ["team_web_2026", "oncall_cn", "ci_deploy", "breakglass"] },
  { name: "api", share: 22, keys: ["team_web_2026", "team_platform", "oncall_cn", "ci_deploy", "breakglass"] },
  { name: "worker", share: 18, keys: ["team_platform", "ci_deploy", "breakglass"] },
  { name: "db", share: 10, keys: ["team_data_2026", "oncall_cn", "oncall_eu", "breakglass", "vendor_backup"] },
  { name: "cache", share: 8, keys: ["team_platform", "oncall_eu", "breakglass"] },
  { name: "build", share: 8, keys: ["ci_deploy", "ci_2019", "breakglass"] },
];
const keyId = (k) => `skey-${k.toString(36).padStart(8, "0")}`;
const machineId = (i) => `ins-${(i + 1679616).toString(36).padStart(8, "0")}`;

function machines(size) {
  return Array.from({ length: size }, (_, i) => {
    const slot = (i * 37) % 100;
    let sum = 0;
    const role = ROLES.find((each) => slot < (sum += each.share));
    const keys = new Set(role.keys);
    if (i % 29 === 3) keys.add(`${PEOPLE[(i / 29) % PEOPLE.length | 0]}_laptop`);
    if (i % 97 === 11) keys.add("bastion_old");
    if (i % 61 === 7) keys.delete("breakglass");
    if (i % 83 === 5) keys.add("vendor_audit");
    if (i < 6) keys.add("migration_tmp");
    const machine = { id: machineId(i), name: `${role.name}-${i + 1}`, zone: `ap-guangzhou-${[3, 4, 6][i % 3]}`, role: role.name, keys };
    if (i % 71 === 20) keys.clear();
    if (i % 67 === 31) Object.assign(machine, { os: "Windows Server 2022", name: `win-${i + 1}`, keys: new Set() });
    if (i % 53 === 17) Object.assign(machine, { state: "STOPPED", stopCharging: true });
    else if (i % 101 === 40) machine.state = "RESCUE_MODE";
    else if (i % 89 === 33) machine.restrictState = "EXPIRED";
    else if (i % 23 === 9) machine.state = "STOPPED";
    return machine;
  });
}

/** A world file of a fleet. */
export function world(size) {
  const lines = ["regions:", "  ap-guangzhou:", "    keys:"];
  lines.push(...KEYS.map((name, k) => `      - { id: ${keyId(k)}, name: ${name} }`), "    instances:");
  for (const { id, name, zone, role, keys, ...rest } of machines(size)) {
    const ids = [...keys].map((key) => keyId(KEYS.indexOf(key)));
    const more = Object.entries(rest).map(([field, value]) => `, ${field}: ${value}`).join("");
    lines.push(`      - { id: ${id}, name: ${name}, zone: ${zone}, keys: [${ids.join(", ")}], tags: { role: ${role}, env: prod }${more} }`);
  }
  return lines.join("\n") + "\n";
}

/** A program with a pinned key, access that ends and access that is over. */
export function program(size) {
  const text = `name: production\nresources:\n  tencent:\n    type: pulumi:providers:keybinding\n    defaultProvider: true\n    properties: { region: ap-guangzhou, pinnedKeys: [${keyId(3)}] }\n`;
  const grant = (name, key, ids, hours) =>
    `  ${name}:\n    type: keybinding:KeyPairAssociation\n    properties: { keyIds: [${keyId(KEYS.indexOf(key))}], instanceIds: [${ids.join(", ")}], notAfter: '${new Date(Date.now() + hours * 36e5).toISOString().slice(0, 19)}Z' }\n`;
  if (size === 0) return text + grant("guest", "ada_laptop", [machineId(0)], 5);
  const audited = machines(size).filter((machine) => machine.keys.has("vendor_audit")).map((machine) => machine.id);
  return text + grant("external-audit", "vendor_audit", audited, 80) + grant("migration", "migration_tmp", machines(6).map((machine) => machine.id), -31);
}

/** A program that rotates a key over the web and api machines, at most a tenth down at once, and off-boards a vendor. */
export function rotation(size) {
  const of = (name) => machines(size).filter((machine) => machine.role === name && machine.keys.size > 0).map((machine) => machine.id);
  const policy = "changePolicy: { stopPolicy: graceful, maxUnavailable: 10%, onBlocked: skip, allowKeyless: true }";
  const grant = (name) =>
    `  ${name}:\n    type: keybinding:KeyPairAssociation\n    properties: { region: ap-guangzhou, keyIds: [${keyId(KEYS.indexOf("oncall_eu"))}], instanceIds: [${of(name).join(", ")}], ${policy} }\n`;
  return `name: rotation\nresources:\n${grant("web")}${grant("api")}  offboard-vendor:\n    type: keybinding:KeyRevocation\n    properties: { region: ap-guangzhou, keyIds: [${keyId(KEYS.indexOf("vendor_backup"))}], ${policy} }\n`;
}

/** A program that takes all keys of the hostile fleet. */
export const hostileRotation = () =>
  `name: "<b>rotation</b>"\nresources:\n  offboard:\n    type: keybinding:KeyRevocation\n    properties: { region: ap-guangzhou, keyIds: [${HOSTILE.map((_, k) => keyId(k)).join(", ")}], changePolicy: { stopPolicy: graceful, onBlocked: skip, allowKeyless: true } }\n`;

export const HOSTILE = [
  "</script><img src=x onerror=alert(1)>",
  "<b>bold</b><iframe src=//x>",
  "\" onmouseover=\"alert(1)",
  "{{constructor.constructor('alert(1)')()}}",
  "javascript:alert(1)",
  "__proto__",
];

/** Machines that are called by what would like to run. */
export function hostileWorld() {
  const lines = ["regions:", "  ap-guangzhou:", "    keys:", ...KEYS.map((name, k) => `      - { id: ${keyId(k)}, name: ${name} }`), "    instances:"];
  HOSTILE.forEach((name, i) =>
    lines.push(`      - { id: ${machineId(i)}, name: ${JSON.stringify(name)}, keys: [${keyId(i)}], tags: { ${JSON.stringify(i === 5 ? "__proto__" : `t${i}`)}: ${JSON.stringify(name)} } }`),
  );
  return lines.join("\n") + "\n";
}
