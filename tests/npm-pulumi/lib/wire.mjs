// Messages of the protocol from and to plain objects, over the stubs that Pulumi generated. A request is written with the names of
// the JSON logs (`oldInputs`); an answer keeps "absent" (undefined) apart from "empty" ({}), as the engine does.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
export const grpc = require("@grpc/grpc-js");
export const messages = require("@pulumi/pulumi/proto/provider_pb.js");
export const plugin = require("@pulumi/pulumi/proto/plugin_pb.js");
export const services = require("@pulumi/pulumi/proto/provider_grpc_pb.js");
export const engine = require("@pulumi/pulumi/proto/engine_grpc_pb.js");
export const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb.js");
const { Status } = require("@pulumi/pulumi/proto/status_pb.js");

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const UNKNOWN_LIST = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2";
export const SENTINELS = [
  UNKNOWN,
  UNKNOWN_LIST,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];

export const secret = (value) => ({ [SIGNATURE]: SECRET, value });
export const output = (value) => ({ [SIGNATURE]: OUTPUT, ...(value === undefined ? {} : { value }) });
export const isSecret = (value) => value?.[SIGNATURE] === SECRET;

const STRUCTS = new Set(["olds", "news", "properties", "inputs", "oldInputs", "args", "return", "query"]);
const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
const plain = (struct) => struct?.toJavaScript();

/** The request of that name, with the fields given; undefined leaves a field unset. */
export function request(name, fields = {}) {
  const Message = messages[name] ?? plugin[name];
  const message = new Message();
  const setters = new Map(
    Object.getOwnPropertyNames(Message.prototype)
      .filter((member) => member.startsWith("set"))
      .map((member) => [member.slice(3).replace(/List$/, "").toLowerCase(), member]),
  );
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const setter = setters.get(field.toLowerCase());
    if (!setter) throw new Error(`${name} has no field ${field} (${snake(field)})`);
    message[setter](STRUCTS.has(field) ? Struct.fromJavaScript(value) : value);
  }
  return message;
}

const failures = (list) => list.map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));

const READERS = {
  Handshake: (m) => m.toObject(),
  GetPluginInfo: (m) => m.toObject(),
  GetSchema: (m) => m.getSchema(),
  Configure: (m) => m.toObject(),
  GetMapping: (m) => m.toObject(),
  GetMappings: (m) => m.toObject(),
  CheckConfig: (m) => ({ inputs: plain(m.getInputs()), failures: failures(m.getFailuresList()) }),
  Check: (m) => ({ inputs: plain(m.getInputs()), failures: failures(m.getFailuresList()) }),
  Invoke: (m) => ({ return: plain(m.getReturn()), failures: failures(m.getFailuresList()) }),
  DiffConfig: diff,
  Diff: diff,
  Create: (m) => ({ id: m.getId(), properties: plain(m.getProperties()), refreshBeforeUpdate: m.getRefreshBeforeUpdate() }),
  Read: (m) => ({
    id: m.getId(),
    properties: plain(m.getProperties()),
    inputs: plain(m.getInputs()),
    refreshBeforeUpdate: m.getRefreshBeforeUpdate(),
  }),
  List: (m) => (m.hasComputed() ? { computed: true } : m.hasResult() ? m.getResult().toObject() : { next: m.getContinuation().getContinuationToken() }),
  Update: (m) => ({ properties: plain(m.getProperties()), refreshBeforeUpdate: m.getRefreshBeforeUpdate() }),
};

function diff(message) {
  return {
    changes: ["UNKNOWN", "NONE", "SOME"][message.getChanges()],
    replaces: message.getReplacesList(),
    stables: message.getStablesList(),
    diffs: message.getDiffsList(),
    deleteBeforeReplace: message.getDeletebeforereplace(),
    hasDetailedDiff: message.getHasdetaileddiff(),
    detailedDiff: Object.fromEntries(
      [...message.getDetaileddiffMap().entries()].map(([path, change]) => [
        path,
        { kind: ["ADD", "ADD_REPLACE", "DELETE", "DELETE_REPLACE", "UPDATE", "UPDATE_REPLACE"][change.getKind()], inputDiff: change.getInputdiff() },
      ]),
    ),
  };
}

/** An answer as plain data. */
export const answer = (method, message) => (READERS[method] ?? (() => ({})))(message);

const DETAILS = {
  "pulumirpc.ErrorResourceInitFailed": (bytes) => {
    const m = messages.ErrorResourceInitFailed.deserializeBinary(bytes);
    return {
      id: m.getId(),
      properties: plain(m.getProperties()),
      inputs: plain(m.getInputs()),
      reasons: m.getReasonsList(),
      refreshBeforeUpdate: m.getRefreshBeforeUpdate(),
    };
  },
  "pulumirpc.ConfigureErrorMissingKeys": (bytes) => messages.ConfigureErrorMissingKeys.deserializeBinary(bytes).toObject(),
};

/** A failed call: code by name, the text that the user reads, and the details that came with it. */
export class Refused extends Error {
  constructor(method, error) {
    super(`${method}: ${grpc.status[error.code] ?? error.code}: ${error.details}`);
    this.method = method;
    this.code = grpc.status[error.code] ?? String(error.code);
    this.text = error.details ?? "";
    this.trailers = error.metadata?.get("grpc-status-details-bin") ?? [];
    for (const trailer of this.trailers) {
      const status = Status.deserializeBinary(new Uint8Array(trailer));
      this.statusCode = grpc.status[status.getCode()];
      for (const detail of status.getDetailsList()) {
        const type = detail.getTypeUrl().split("/").at(-1);
        this.details = { type, ...DETAILS[type]?.(detail.getValue_asU8()) };
      }
    }
  }

  /** The detail of a partial failure, or undefined. */
  get initFailed() {
    return this.details?.type === "pulumirpc.ErrorResourceInitFailed" ? this.details : undefined;
  }
}

/** A message that the provider has sent to the engine. */
export const logged = (m) => ({
  severity: ["debug", "info", "warning", "error"][m.getSeverity()],
  message: m.getMessage(),
  urn: m.getUrn(),
  ephemeral: m.getEphemeral(),
});
