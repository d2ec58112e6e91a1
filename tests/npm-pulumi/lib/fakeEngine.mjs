// The engine's own service, as far as a provider sees it: it takes messages and says that it is alive.
import { Empty, engine, grpc, logged } from "./wire.mjs";

// grpc.health.v1: a request with a string, an answer whose field 1 is the status; 1 = SERVING.
const HEALTH = {
  check: {
    path: "/grpc.health.v1.Health/Check",
    requestStream: false,
    responseStream: false,
    requestSerialize: (bytes) => bytes,
    requestDeserialize: (bytes) => bytes,
    responseSerialize: (status) => Buffer.from([8, status]),
    responseDeserialize: (bytes) => bytes[1],
  },
};

export class FakeEngine {
  logs = [];
  healthChecks = 0;

  static async start() {
    const fake = new FakeEngine();
    fake.server = new grpc.Server();
    const LOG = { log: { ...engine.EngineService.log } };
    fake.server.addService(LOG, {
      log: (call, done) => {
        fake.logs.push(logged(call.request));
        done(null, new Empty());
      },
    });
    fake.server.addService(HEALTH, {
      check: (_, done) => {
        done(null, 1);
        // Counted once the answer is on its way: whoever waits for the count may end the engine at once.
        setImmediate(() => fake.healthChecks++);
      },
    });
    const bind = (done) => fake.server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), done);
    const port = await new Promise((resolve, reject) => bind((error, bound) => (error ? reject(error) : resolve(bound))));
    fake.address = `127.0.0.1:${port}`;
    return fake;
  }

  /** Dies at once, as an engine that is killed. */
  stop() {
    this.server.forceShutdown();
  }
}

