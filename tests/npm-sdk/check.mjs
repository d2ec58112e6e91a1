// Tencent's npm SDK drives cvm-simulator: it signs, it sends, it reads the answers. Beside the answers, the simulator's
// journal has to show what was asked. Usage: node check.mjs [path of cvm-simulator]; CVM_SIMULATOR does as well.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import cvmSdk from "tencentcloud-sdk-nodejs-cvm";
import stsSdk from "tencentcloud-sdk-nodejs-sts";
// Split packages of these two are not served; the whole SDK has them.
import { cbs as cbsSdk } from "tencentcloud-sdk-nodejs/tencentcloud/services/cbs/index.js";
import { tag as tagSdk } from "tencentcloud-sdk-nodejs/tencentcloud/services/tag/index.js";

// The SDK would send even loopback calls to a proxy.
for (const name of ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"]) delete process.env[name];

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const builds = ["Release", "Debug"].map((configuration) =>
  here(`../../src/KeyBindingProvider.Simulator/bin/${configuration}/net10.0/cvm-simulator`),
);
const program = process.argv[2] ?? process.env.CVM_SIMULATOR ?? builds.find(existsSync);
if (!program) {
  console.error("cvm-simulator is not built; give its path as argument");
  process.exit(1);
}

const REGION = "ap-guangzhou";
const RUNNING = "ins-running1";
const STOPPED = "ins-stopped1";
const WINDOWS = "ins-windows1";
const ALICE = "skey-alice001";
const BOB = "skey-bob00001";

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

async function startSimulator() {
  const child = spawn(program, ["--world", here("world.yaml"), "--time-scale", "100"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const facts = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name, value] = /^(endpoint|secret id|secret key|journal) +(\S.*)$/.exec(line) ?? [];
    if (name) facts[name] = value;
    if (name === "journal") return { child, facts };
  }
  throw new Error("the simulator ended before it listened");
}

const { child, facts } = await startSimulator();
const endpoint = new URL(facts.endpoint);

function clientOf(Client, credential) {
  return new Client({
    credential,
    region: REGION,
    profile: {
      signMethod: "TC3-HMAC-SHA256",
      httpProfile: { protocol: "http://", endpoint: endpoint.host, reqMethod: "POST", reqTimeout: 10 },
    },
  });
}

const longTerm = { secretId: facts["secret id"], secretKey: facts["secret key"] };
const cvm = clientOf(cvmSdk.cvm.v20170312.Client, longTerm);
const sts = clientOf(stsSdk.sts.v20180813.Client, longTerm);
const cbs = clientOf(cbsSdk.v20170312.Client, longTerm);
const tag = clientOf(tagSdk.v20180813.Client, longTerm);

const journal = async (action) =>
  (await fetch(new URL(`/_simulator/journal?action=${action}`, endpoint))).json();

async function instance(client, id) {
  const { InstanceSet } = await client.DescribeInstances({ InstanceIds: [id] });
  assert.equal(InstanceSet.length, 1);
  return InstanceSet[0];
}

async function until(id, settled) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const seen = await instance(cvm, id);
    if (settled(seen)) return seen;
    assert.ok(Date.now() < deadline, `${id} did not settle: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const finished = (requestId) => (seen) =>
  seen.LatestOperationRequestId === requestId && seen.LatestOperationState === "SUCCESS";

async function refusal(promise) {
  const problem = await promise.then(
    () => assert.fail("the call was accepted"),
    (error) => error,
  );
  assert.ok(problem.requestId, "a refusal carries a RequestId");
  return problem;
}

try {
  await check("DescribeInstances reads fields, tags and keys", async () => {
    const seen = await instance(cvm, RUNNING);
    assert.equal(seen.InstanceState, "RUNNING");
    assert.deepEqual(seen.LoginSettings.KeyIds, [ALICE]);
    assert.equal(seen.Placement.Zone, "ap-guangzhou-6");
    assert.deepEqual(seen.Tags, [{ Key: "team", Value: "支付" }]);
  });

  await check("DescribeInstances filters by name in UTF-8", async () => {
    const { TotalCount, InstanceSet } = await cvm.DescribeInstances({
      Filters: [{ Name: "instance-name", Values: ["数据库/1+2 %20"] }],
    });
    assert.equal(TotalCount, 1);
    assert.equal(InstanceSet[0].InstanceId, STOPPED);
  });

  await check("DescribeInstances signs GET, too", async () => {
    const getting = clientOf(cvmSdk.cvm.v20170312.Client, longTerm);
    getting.profile.httpProfile.reqMethod = "GET";
    const { InstanceSet } = await getting.DescribeInstances({
      Filters: [{ Name: "instance-name", Values: ["数据库/1+2 %20"] }],
      Limit: 5,
    });
    assert.equal(InstanceSet[0].InstanceId, STOPPED);
  });

  await check("DescribeKeyPairs names the instances of a key", async () => {
    const { KeyPairSet } = await cvm.DescribeKeyPairs({ KeyIds: [ALICE] });
    assert.equal(KeyPairSet[0].KeyName, "alice");
    assert.deepEqual(KeyPairSet[0].AssociatedInstanceIds, [RUNNING, STOPPED]);
  });

  await check("DescribeInstancesStatus", async () => {
    const { InstanceStatusSet } = await cvm.DescribeInstancesStatus({ InstanceIds: [STOPPED] });
    assert.deepEqual(InstanceStatusSet, [{ InstanceId: STOPPED, InstanceState: "STOPPED" }]);
  });

  await check("DescribeImages has the image that each instance names", async () => {
    const { InstanceSet } = await cvm.DescribeInstances({});
    const { TotalCount, ImageSet } = await cvm.DescribeImages({ Limit: 100 });
    assert.equal(TotalCount, 2);
    assert.deepEqual(new Set(ImageSet.map((image) => image.ImageId)), new Set(InstanceSet.map((seen) => seen.ImageId)));
    const windows = await cvm.DescribeImages({ Filters: [{ Name: "platform", Values: ["Windows"] }] });
    assert.deepEqual(windows.ImageSet.map((image) => [image.ImageId, image.OsName]), [["img-win2022x", "Windows Server 2022 64bit"]]);
    const problem = await refusal(cvm.DescribeImages({ ImageIds: ["img-win2022x"], Filters: [{ Name: "platform", Values: ["x"] }] }));
    assert.equal(problem.code, "InvalidParameter.InvalidParameterCoexistImageIdsFilters");
  });

  await check("DescribeInstancesAttributes gives the custom data", async () => {
    const { InstanceSet } = await cvm.DescribeInstancesAttributes({ Attributes: ["UserData"], InstanceIds: [RUNNING, STOPPED] });
    const data = InstanceSet.map((seen) => [seen.InstanceId, Buffer.from(seen.Attributes.UserData, "base64").toString()]);
    assert.deepEqual(data, [[RUNNING, "#!/bin/sh\necho 支付\n"], [STOPPED, ""]]);
    const problem = await refusal(cvm.DescribeInstancesAttributes({ Attributes: ["HostName"], InstanceIds: [RUNNING] }));
    assert.equal(problem.code, "InvalidParameterValue");
  });

  await check("DescribeRegions and DescribeZones, as programs ask when they start", async () => {
    const { TotalCount, RegionSet } = await cvm.DescribeRegions({});
    assert.equal(RegionSet.length, TotalCount);
    assert.ok(RegionSet.some((region) => region.Region === REGION && region.RegionState === "AVAILABLE"));
    const { ZoneSet } = await cvm.DescribeZones({});
    assert.ok(ZoneSet.some((zone) => zone.Zone === "ap-guangzhou-6" && zone.ZoneId === "100006"));
  });

  await check("cbs DescribeDisks has the system disk that an instance names", async () => {
    const { SystemDisk } = await instance(cvm, RUNNING);
    const { TotalCount, DiskSet } = await cbs.DescribeDisks({ DiskIds: [SystemDisk.DiskId] });
    assert.equal(TotalCount, 1);
    assert.equal(DiskSet[0].InstanceId, RUNNING);
    assert.equal(DiskSet[0].DiskSize, SystemDisk.DiskSize);
    const all = await cbs.DescribeDisks({ Filters: [{ Name: "disk-usage", Values: ["SYSTEM_DISK"] }] });
    assert.equal(all.TotalCount, 3);
    assert.equal((await refusal(cbs.DescribeDisks({ Filters: [{ Name: "disk-size", Values: ["50"] }] }))).code, "InvalidFilter");
    const [call] = await journal("DescribeDisks");
    assert.deepEqual(call.parameters, { DiskIds: [SystemDisk.DiskId] });
  });

  await check("tag DescribeResourceTagsByResourceIds has the tags of an instance", async () => {
    const asked = { ServiceType: "cvm", ResourcePrefix: "instance", ResourceRegion: REGION, ResourceIds: [RUNNING, STOPPED] };
    const { TotalCount, Tags } = await tag.DescribeResourceTagsByResourceIds({ ...asked, Limit: 20 });
    assert.equal(TotalCount, 1);
    assert.deepEqual([Tags[0].ResourceId, Tags[0].TagKey, Tags[0].TagValue], [RUNNING, "team", "支付"]);
    const problem = await refusal(tag.DescribeResourceTagsByResourceIds({ ...asked, Offset: 7, Limit: 20 }));
    assert.equal(problem.code, "InvalidParameterValue.OffsetInvalid");
  });

  await check("AssociateInstancesKeyPairs binds a key to a stopped instance", async () => {
    const { RequestId } = await cvm.AssociateInstancesKeyPairs({ InstanceIds: [STOPPED], KeyIds: [BOB] });
    const seen = await until(STOPPED, (i) => finished(RequestId)(i) && i.LoginSettings.KeyIds.length === 2);
    assert.deepEqual(seen.LoginSettings.KeyIds, [ALICE, BOB]);
    const [call] = await journal("AssociateInstancesKeyPairs");
    assert.equal(call.requestId, RequestId);
    assert.deepEqual(call.parameters, { InstanceIds: [STOPPED], KeyIds: [BOB] });
    assert.equal(call.outcome, "OK");
  });

  await check("DisassociateInstancesKeyPairs unbinds it", async () => {
    const { RequestId } = await cvm.DisassociateInstancesKeyPairs({ InstanceIds: [STOPPED], KeyIds: [ALICE] });
    const seen = await until(STOPPED, (i) => finished(RequestId)(i) && i.LoginSettings.KeyIds.length === 1);
    assert.deepEqual(seen.LoginSettings.KeyIds, [BOB]);
  });

  await check("a running instance is refused, in Chinese", async () => {
    const problem = await refusal(
      cvm.DisassociateInstancesKeyPairs({ InstanceIds: [RUNNING], KeyIds: [ALICE], ForceStop: false }),
    );
    assert.equal(problem.code, "UnsupportedOperation.InstanceStateRunning");
    assert.match(problem.message, /\p{Script=Han}/u);
  });

  await check("a Windows instance is refused", async () => {
    const problem = await refusal(cvm.AssociateInstancesKeyPairs({ InstanceIds: [WINDOWS], KeyIds: [BOB] }));
    assert.equal(problem.code, "UnsupportedOperation.InstanceOsWindows");
  });

  await check("StopInstances, and StartInstances", async () => {
    const stop = await cvm.StopInstances({ InstanceIds: [RUNNING], StopType: "SOFT", StoppedMode: "KEEP_CHARGING" });
    const down = await until(RUNNING, (i) => finished(stop.RequestId)(i) && i.InstanceState === "STOPPED");
    assert.equal(down.StopChargingMode, "KEEP_CHARGING");
    const start = await cvm.StartInstances({ InstanceIds: [RUNNING] });
    await until(RUNNING, (i) => finished(start.RequestId)(i) && i.InstanceState === "RUNNING");
    const [call] = await journal("StopInstances");
    assert.deepEqual(call.instanceIds, [RUNNING]);
  });

  await check("ForceStop=true on a running instance ends RUNNING without the key", async () => {
    await cvm.DisassociateInstancesKeyPairs({ InstanceIds: [RUNNING], KeyIds: [ALICE], ForceStop: true });
    await until(RUNNING, (i) => i.LatestOperation === "StartInstances" && i.LatestOperationState === "SUCCESS");
    const seen = await until(RUNNING, (i) => i.InstanceState === "RUNNING" && !i.LoginSettings?.KeyIds?.length);
    assert.equal(seen.InstanceId, RUNNING);
  });

  await check("a wrong key is a signature failure", async () => {
    const stranger = clientOf(cvmSdk.cvm.v20170312.Client, { ...longTerm, secretKey: "notTheKey" });
    const problem = await refusal(stranger.DescribeInstances({}));
    assert.equal(problem.code, "AuthFailure.SignatureFailure");
  });

  await check("AssumeRole hands out credentials that work, with their token only", async () => {
    const { Credentials, ExpiredTime } = await sts.AssumeRole({
      RoleArn: "qcs::cam::uin/100000000001:roleName/KeyBinding",
      RoleSessionName: "npm-sdk-check",
      DurationSeconds: 1800,
    });
    assert.ok(ExpiredTime > Date.now() / 1000);
    const credential = { secretId: Credentials.TmpSecretId, secretKey: Credentials.TmpSecretKey };
    const temporary = clientOf(cvmSdk.cvm.v20170312.Client, { ...credential, token: Credentials.Token });
    assert.equal((await instance(temporary, WINDOWS)).InstanceId, WINDOWS);
    const tokenless = clientOf(cvmSdk.cvm.v20170312.Client, credential);
    assert.equal((await refusal(tokenless.DescribeInstances({}))).code, "AuthFailure.TokenFailure");
  });

  await check("a scripted fault reaches the SDK as its own kind of error", async () => {
    const answer = await fetch(new URL("/_simulator/faults", endpoint), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([{ action: "StartInstances", http: 503 }]),
    });
    assert.equal(answer.status, 200);
    const problem = await cvm.StartInstances({ InstanceIds: [STOPPED] }).catch((error) => error);
    assert.equal(problem.httpCode, 503);
    const calls = await journal("StartInstances");
    assert.equal(calls.at(-1).outcome, "NONE");
  });
} finally {
  child.kill();
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
