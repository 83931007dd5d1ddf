// A development tool: serves the built page and answers its routes as the worker does, from the in-process sandbox, with
// flows that can be held in any state. `node test/page/fake-server.mjs [port]`; the access token is `let-me-in-please`.
// The event's id chooses what happens to a flow: `…-slow`, `…-wait`, `…-fail`, `…-empty`.

import { createServer } from "node:http";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Meshi, readAttendees } from "meshi-partner";
import { createSandbox } from "meshi-partner/sandbox";

const DIST = fileURLToPath(new URL("../../dist/page/", import.meta.url));
const TOKEN = "let-me-in-please";
const NAMES = ["auth", "event", "context", "import", "enrich", "match", "results"];
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};
/** As the worker sets it. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "worker-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

class Refused extends Error {
  constructor(status, code, message) {
    super(message);
    Object.assign(this, { status, code });
  }
}

/** Starts it; gives its address and the way to end it. `pace` is the least time between two steps, in milliseconds. */
export async function startFake({ port = 0, pace = 300 } = {}) {
  const sandbox = await createSandbox();
  const meshi = new Meshi({ apiKey: sandbox.apiKey, baseUrl: sandbox.baseUrl, fetch: sandbox.fetch });
  const uploads = new Map();
  const flows = new Map();
  const sessions = new Set();
  let ended = false;

  const touch = (flow) => {
    flow.state.version += 1;
    flow.state.updated_at = new Date().toISOString();
  };
  const stepOf = (flow, name) => flow.state.steps.find((step) => step.name === name);

  async function drive(flow) {
    const { body, state } = flow;
    flow.run ??= meshi.flow(
      {
        event: body.event,
        context: body.context,
        attendees: readAttendees(uploads.get(body.upload_id), { mapping: body.mapping }),
        enrich: body.enrich,
        match: body.match,
      },
      { maxRows: 50 },
    );
    for (;;) {
      const taken = await flow.run.step();
      const step = stepOf(flow, taken.name);
      for (const before of state.steps.slice(0, NAMES.indexOf(taken.name))) settle(before);
      step.started_at ??= new Date().toISOString();
      step.status = taken.status;
      step.completed = taken.progress.completed;
      step.total = taken.progress.total;
      step.requests += 1;
      step.correlation_id = randomUUID();
      if (taken.status !== "running") step.ended_at = new Date().toISOString();
      touch(flow);
      if (taken.done) return finish(flow);
      if (ended) return;
      const hold = held(body.event.event_id, taken, flow);
      if (hold === "stop") return;
      await new Promise((resolve) => setTimeout(resolve, hold ?? pace));
      state.status = "running";
      delete state.next_at;
      delete state.wait_reason;
    }
  }

  function settle(step) {
    if (step.status === "running" || step.status === "pending") {
      step.status = step.started_at ? "done" : "skipped";
      step.ended_at ??= new Date().toISOString();
    }
  }

  /** What the event's id asks for, once the import is under way. */
  function held(id, taken, flow) {
    const { state } = flow;
    if (taken.name !== "import" || taken.status !== "running") return undefined;
    if (id.endsWith("-wait")) {
      const ms = 30_000;
      Object.assign(state, {
        status: "waiting",
        wait_reason: "PARTNER_RATE_LIMIT_EXCEEDED",
        next_at: new Date(Date.now() + ms).toISOString(),
      });
      touch(flow);
      return ms;
    }
    if (id.endsWith("-fail") && !flow.resumed) {
      stepOf(flow, "import").status = "failed";
      state.status = "failed";
      state.error = {
        code: "INTERNAL_ERROR",
        message: "The server answered 500 four times in a row.",
        correlation_id: stepOf(flow, "import").correlation_id,
        retryable: true,
      };
      touch(flow);
      return "stop";
    }
    return id.endsWith("-slow") ? 3000 : undefined;
  }

  async function finish(flow) {
    const { importReport } = await flow.run;
    for (const step of flow.state.steps) settle(step);
    flow.state.report = {
      total: importReport.total,
      imported: importReport.imported,
      rejected_count: importReport.rejected.length,
      rejected: importReport.rejected.slice(0, 1000),
      warning_count: importReport.warningsTotal,
      warnings: importReport.warnings,
      ...(importReport.replayed > 0 ? { replayed: importReport.replayed } : {}),
    };
    flow.state.status = "done";
    touch(flow);
  }

  function go(flow) {
    drive(flow).catch((error) => {
      const running = flow.state.steps.find(({ status }) => status === "running" || status === "pending");
      if (running) running.status = "failed";
      flow.state.status = "failed";
      flow.state.error = {
        code: error.code ?? "FAULT",
        message: error.message,
        correlation_id: error.correlationId ?? randomUUID(),
        retryable: error.retryable === true,
      };
      touch(flow);
    });
  }

  function startFlow(body) {
    const now = new Date().toISOString();
    const flow_id = `flow_${randomUUID().slice(0, 8)}`;
    const steps = NAMES.map((name) => ({ name, status: "pending", completed: 0, total: null, requests: 0 }));
    const state = {
      flow_id,
      version: 1,
      file_name: body.file_name,
      event: body.event,
      status: "running",
      steps,
      created_at: now,
      updated_at: now,
    };
    const flow = { body, state };
    flows.set(flow_id, flow);
    go(flow);
    return state;
  }

  function flowOf(id) {
    const flow = flows.get(id);
    if (!flow) throw new Refused(404, "FLOW_NOT_FOUND", "There is no such flow.");
    return flow;
  }

  async function list(url, eventId, kind) {
    const query = {
      limit: Number(url.searchParams.get("limit") ?? 200),
      cursor: url.searchParams.get("cursor") ?? undefined,
    };
    if (kind === "matches") {
      if (eventId.endsWith("-empty")) return { matches: [], next_cursor: null };
      const page = await meshi.matches.list(eventId, query);
      return { matches: page.items, next_cursor: page.nextCursor ?? null };
    }
    if (kind === "attendees") {
      const page = await meshi.attendees.list(eventId, query);
      return { attendees: page.items, next_cursor: page.nextCursor ?? null };
    }
    const page = await meshi.reviewQueue.list({ eventId, ...query });
    return { items: page.items, next_cursor: page.nextCursor ?? null };
  }

  async function api(request, url, bytes) {
    const [, , where, id, what] = url.pathname.split("/").map(decodeURIComponent);
    const json = () => JSON.parse(bytes.toString("utf8"));
    const { method } = request;
    if (method !== "GET" && request.headers["x-meshi-console"] !== "1")
      throw new Refused(403, "FORBIDDEN", "No header.");
    if (where === "session" && method === "POST") {
      if (json().token !== TOKEN) throw new Refused(401, "WRONG_TOKEN", "The access token is wrong.");
      const session = randomUUID();
      sessions.add(session);
      return {
        status: 204,
        headers: { "set-cookie": `meshi=${session}; HttpOnly; SameSite=Strict; Path=/` },
      };
    }
    const session = /meshi=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
    if (!sessions.has(session)) throw new Refused(401, "NO_SESSION", "Sign in first.");
    if (where === "session" && method === "DELETE") {
      sessions.delete(session);
      return { status: 204 };
    }
    if (where === "session") return { body: { environment: "sandbox", version: "0.1.0" } };
    if (where === "uploads") {
      const upload_id = randomUUID();
      uploads.set(upload_id, bytes);
      return { status: 201, body: { upload_id, bytes: bytes.length } };
    }
    if (where === "flows" && method === "POST" && what === "resume") {
      const flow = flowOf(id);
      flow.resumed = true;
      flow.state.status = "running";
      for (const step of flow.state.steps) if (step.status === "failed") step.status = "running";
      delete flow.state.error;
      touch(flow);
      go(flow);
      return { body: flow.state };
    }
    if (where === "flows" && method === "POST") return { status: 201, body: startFlow(json()) };
    if (where === "flows" && id) {
      const { state } = flowOf(id);
      const etag = `"${state.version}"`;
      if (request.headers["if-none-match"] === etag) return { status: 304, headers: { etag } };
      return { body: state, headers: { etag } };
    }
    if (where === "flows") {
      const all = [...flows.values()].reverse().map(({ state }) => ({
        flow_id: state.flow_id,
        file_name: state.file_name,
        title: state.event.title,
        event_id: state.event.event_id,
        status: state.status,
        created_at: state.created_at,
        updated_at: state.updated_at,
        ...(state.report ? { imported: state.report.imported } : {}),
      }));
      return { body: { flows: all } };
    }
    if (where === "events") return { body: await list(url, id, what) };
    throw new Refused(404, "NOT_FOUND", "There is nothing here.");
  }

  async function answer(request, response) {
    const url = new URL(request.url, "http://localhost");
    const common = { "content-security-policy": POLICY, "x-content-type-options": "nosniff" };
    if (!url.pathname.startsWith("/api/")) {
      const path = url.pathname === "/" ? "/index.html" : decodeURIComponent(url.pathname);
      const content = await readFile(join(DIST, path)).catch(() => readFile(join(DIST, "index.html")));
      response
        .writeHead(200, { ...common, "content-type": TYPES[extname(path)] ?? TYPES[".html"] })
        .end(content);
      return;
    }
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    try {
      const { status = 200, body, headers = {} } = await api(request, url, Buffer.concat(chunks));
      response.writeHead(status, { ...common, "content-type": "application/json", ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    } catch (error) {
      const told = { code: error.code ?? "FAULT", message: error.message, correlation_id: randomUUID() };
      response.writeHead(error.status ?? 500, { ...common, "content-type": "application/json" });
      response.end(JSON.stringify(told));
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    token: TOKEN,
    sessions,
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      ended = true;
      server.closeAllConnections();
      server.close();
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url, token } = await startFake({ port: Number(process.argv[2] ?? 8790) });
  console.log(`${url}/#access=${token}`);
}
