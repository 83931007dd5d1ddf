// What is done in every runtime with a module that fails on request: calls of every kind are under way when a call
// traps. Gives what became of each, for the tests to look at.

const BASE_URL = "https://partner.example.com/api/v0/partner";

/** Ways to trap. Those at once trap before anything is sent; those later once the answer is there. */
const TRAPS = ["at-once/panic", "later/panic", "at-once/stack", "later/memory"];

const json = (value, status = 200) =>
  new Response(JSON.stringify(value), { status, headers: { "content-type": "application/json" } });

/** A server in this process. What has to do with `held`, or writes, is never answered; `signals` are theirs. */
function server() {
  const signals = [];
  const fetch = (url, { signal, method }) => {
    const { pathname } = new URL(url);
    if (method !== "GET" || pathname.includes("held")) {
      signals.push(signal);
      return new Promise(() => {});
    }
    const [, run] = pathname.split("/runs/");
    if (run) return Promise.resolve(json({ run_id: run, status: "running" }));
    return Promise.resolve(json({ org_id: "org", scopes: ["partner:read"], events: [], items: [{ n: 1 }] }));
  };
  return { fetch, signals };
}

/** How a promise ended, as data. */
async function ended(promise) {
  try {
    await promise;
    return { ok: true };
  } catch (error) {
    const { name, code, message, cause } = error;
    return { ok: false, name, code, message, cause: cause === undefined ? "none" : String(cause?.name) };
  }
}

/** Everything that can be under way. A run that goes on and on is waited for, and a list is half read. */
async function underWay(meshi, signals) {
  const list = meshi.events.list();
  const rows = list[Symbol.asyncIterator]();
  const polling = Promise.withResolvers?.() ?? resolvers();
  const calls = {
    call: meshi.events.get("held"),
    write: meshi.matching.start("held"),
    import: meshi.attendees.importAll("e", [{ attendee_id: "a", name: "A" }]),
    wait: meshi.runs.wait("run_1", { onProgress: polling.resolve, pollIntervalMs: 600_000 }),
    list: meshi.sessions.list("held"),
    ensure: meshi.events.ensure({ event_id: "e", title: "T" }),
  };
  // A list that nobody awaits sends nothing.
  const results = Object.entries(calls).map(async ([name, call]) => [name, await ended(call)]);
  await polling.promise;
  return { results: Promise.all(results), rows, signals };
}

function resolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}

/** One trap, amid all of that. */
async function round(meshi, signals, trap) {
  signals.length = 0;
  const { results } = await underWay(meshi, signals);
  const poller = meshi.runs.poller("run_2");
  await poller.pollOnce();
  const flow = meshi.flow({ event: { event_id: "e", title: "T" } });
  await flow.step().catch(() => {});
  const sent = signals.length;
  const trapped = await ended(trap(meshi));
  const others = Object.fromEntries(await results);
  return {
    trapped,
    others,
    sent,
    cut: signals.filter((signal) => signal.aborted).length,
    next: await ended(meshi.auth.check()),
    poller: await ended(poller.pollOnce()),
    flow: await ended(flow.step()),
  };
}

/** All rounds. `Meshi` is the package's. */
export async function scenario({ Meshi }) {
  const { fetch, signals } = server();
  const options = { apiKey: "canary-key", baseUrl: BASE_URL, fetch, dangerouslyAllowBrowser: true };
  const meshi = new Meshi(options);
  const neighbour = new Meshi(options);
  await meshi.ready();
  const rounds = {};
  for (const path of TRAPS)
    rounds[path] = await round(meshi, signals, (client) => client.request("GET", `/__trap/${path}`));
  rounds.now = await round(meshi, signals, async (client) => client.runs.poller("__trap").serialize());
  // A trap within a trap's reach: from a callback, while the task that calls it is being polled.
  rounds.nested = await round(meshi, signals, async (client) => {
    let inner;
    const outer = ended(
      client.runs.wait("run_3", {
        pollIntervalMs: 600_000,
        onProgress: () => {
          inner = ended(client.request("GET", "/__trap/at-once/panic"));
        },
      }),
    );
    const error = await outer;
    if (!(await inner).name || error.name !== "MeshiInternalError") throw new Error(JSON.stringify(error));
    return client.request("GET", "/__trap/at-once/panic");
  });
  const after = await ended(neighbour.auth.check());
  meshi.free();
  neighbour.free();
  const fresh = await ended(new Meshi(options).auth.check());
  return { rounds, after, fresh, text: JSON.stringify(rounds) };
}
