// The one scenario that every runtime runs: from the key to the matches, with what goes wrong on the way. Nothing here
// is any runtime's own.

/** What the server gets wrong, planned before the client comes: one call is answered with 503, and is to be repeated. */
export const FAULTS = [{ operation: "events.get", status: 503, retryAfter: "0" }];

/** What comes of it wherever the package works. */
export const OUTCOME = {
  scopes: true,
  event: "spring-2026",
  attemptsAfter503: 2,
  columns: ["name", "email", "title", "company"],
  imported: 3,
  of: 4,
  rejected: [3],
  matching: "succeeded",
  scored: true,
  missing: "MeshiNotFoundError EVENT_NOT_FOUND 404",
  classes: true,
  aborted: "MeshiAbortError left",
  refusedInput: ["MeshiValidationError", "MeshiValidationError", "MeshiValidationError"],
  refusedOption: "MeshiConfigError timeoutMs",
  afterwards: "spring-2026",
};

/** What is different in a web page and its workers: a client is refused that nobody gave leave to be there. */
export const PAGE_OUTCOME = { ...OUTCOME, withoutLeave: "MeshiConfigError dangerouslyAllowBrowser" };

const FILE = [
  "Full name,E-mail,Job title,Company",
  "Ada Okafor,ada@example.com,Founder,Northwind",
  "Grace Lindqvist,grace@example.com,Investor,Contoso",
  ",nobody@example.com,Engineer,Globex",
  "Mei Tanaka,mei@example.com,Founder,Initech",
].join("\r\n");

/** The file's bytes, in pieces that end in the middle of a row. */
function stream() {
  const bytes = new TextEncoder().encode(FILE);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, (at += 37)));
    },
  });
}

const failure = (promise) =>
  promise.then(
    () => new Error("nothing failed"),
    (error) => error,
  );

const thrown = (work) => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return new Error("nothing was thrown");
};

/**
 * Runs it.
 *
 * @param partner what the program imported of the package
 * @param options what a client is made with: `apiKey`, `baseUrl`, and `fetch` where it is not the global one
 * @returns the outcome, and how long it took from `new Meshi` to the first answer
 */
export async function scenario(partner, options) {
  const { Meshi, readAttendees, isMeshiError, MeshiApiError, MeshiNotFoundError } = partner;
  const started = Date.now();
  const meshi = new Meshi(options);
  // Two at once: they share one instance of the module.
  const [{ scopes }] = await Promise.all([
    meshi.auth.check({ require: "partner:write" }),
    meshi.auth.check(),
  ]);
  const firstCallMs = Date.now() - started;

  const { event_id: event } = await meshi.events.create({ event_id: "spring-2026", title: "Spring meetup" });
  await meshi.events.setContext(event, { event_details: "Founders meet investors" });
  const repeated = await meshi.events.get(event).withResponse();

  const wait = { pollIntervalMs: 250 };
  const file = readAttendees(stream());
  const report = await meshi.attendees.importAll(event, file, { wait });
  const preview = readAttendees(stream());
  for await (const attendee of preview) if (!attendee.name) throw new Error("an attendee without a name");

  const run = await meshi.runs.wait(await meshi.matching.start(event), wait);
  const scores = [];
  for await (const match of meshi.matches.list(event, { maxItems: 5 })) scores.push(match.score);

  const missing = await failure(meshi.events.get("nobody-knows-it"));
  const abort = new AbortController();
  const left = failure(meshi.events.get(event, { signal: abort.signal }));
  abort.abort("left");
  const aborted = await left;
  const refused = await Promise.all([
    failure(meshi.events.get("../admin")),
    failure(meshi.events.create(null)),
    failure(meshi.attendees.import(event, { attendees: [{ attendee_id: 7, name: "\ud800" }] })),
  ]);
  const option = thrown(() => new Meshi({ ...options, timeoutMs: -1 }));

  const outcome = {
    scopes: scopes.includes("partner:write"),
    event,
    attemptsAfter503: repeated.response.attempts,
    columns: preview.columns.map((column) => column.field),
    imported: report.imported,
    of: report.total,
    rejected: report.rejected.map(({ row }) => row),
    matching: run.status,
    scored: scores.length > 0 && scores.every((score) => typeof score === "number"),
    missing: `${missing.name} ${missing.code} ${missing.status}`,
    classes:
      isMeshiError(missing) && missing instanceof MeshiNotFoundError && missing instanceof MeshiApiError,
    aborted: `${aborted.name} ${aborted.cause}`,
    refusedInput: refused.map((error) => error.name),
    refusedOption: `${option.name} ${option.option}`,
    afterwards: (await meshi.events.get(event)).event_id,
  };
  return { outcome, firstCallMs };
}

/** The same in a web page or its worker, where nobody else's server is asked: the sandbox is there as well. */
export async function scenarioInPage(partner, createSandbox) {
  const { apiKey, baseUrl, fetch, faults } = await createSandbox();
  faults.push(...FAULTS);
  const refused = thrown(() => new partner.Meshi({ apiKey, baseUrl, fetch }));
  const options = { apiKey, baseUrl, fetch, dangerouslyAllowBrowser: true };
  const { outcome, firstCallMs } = await scenario(partner, options);
  return { outcome: { ...outcome, withoutLeave: `${refused.name} ${refused.option}` }, firstCallMs };
}
