// The main scenario, written so that it runs in any JavaScript runtime: an event, a file of attendees with one bad
// row, enrichment, matching, and the matches; all against the sandbox in the same process.

/** A program's text. `imports` binds Meshi, readAttendees and createSandbox; `tell` takes the outcome. */
export const scenario = `
async function scenario({ Meshi, readAttendees, createSandbox }) {
  const sandbox = await createSandbox();
  const meshi = new Meshi({
    apiKey: sandbox.apiKey,
    baseUrl: sandbox.baseUrl,
    fetch: sandbox.fetch,
    dangerouslyAllowBrowser: true,
  });
  const file = [
    "Full name,E-mail,Job title,Company",
    "Ada Okafor,ada@example.com,Founder,Northwind",
    "Grace Lindqvist,grace@example.com,Investor,Contoso",
    ",nobody@example.com,Engineer,Globex",
    "Mei Tanaka,mei@example.com,Founder,Initech",
  ].join("\\n");
  const { event, created } = await meshi.events.ensure({ event_id: "spring-2026", title: "Spring meetup" });
  const report = await meshi.attendees.importAll("spring-2026", readAttendees(file, { format: "csv" }));
  const run = await meshi.runs.wait(await meshi.matching.start("spring-2026"));
  const matches = [];
  for await (const match of meshi.matches.list("spring-2026", { maxItems: 5 })) matches.push(match);
  let refused;
  try {
    await meshi.events.get("../admin");
  } catch (error) {
    refused = error.name;
  }
  return {
    event: event.event_id,
    created,
    total: report.total,
    imported: report.imported,
    rejected: report.rejected.map(({ row }) => row),
    matching: run.status,
    matches: matches.length > 0 && matches.every(({ score }) => typeof score === "number"),
    refused,
  };
}
`;

/** What it gives. */
export const OUTCOME = {
  event: "spring-2026",
  created: true,
  total: 4,
  imported: 3,
  rejected: [3],
  matching: "succeeded",
  matches: true,
  refused: "MeshiValidationError",
};

/** The scenario as a program of ES modules that prints its outcome as JSON. */
export const asModule = (main = "meshi-partner", sandbox = "meshi-partner/sandbox") => `
import { Meshi, readAttendees } from "${main}";
import { createSandbox } from "${sandbox}";
${scenario}
console.log(JSON.stringify(await scenario({ Meshi, readAttendees, createSandbox })));
`;

/** The same as CommonJS. */
export const asCommonJs = `
const { Meshi, readAttendees } = require("meshi-partner");
const { createSandbox } = require("meshi-partner/sandbox");
${scenario}
scenario({ Meshi, readAttendees, createSandbox }).then((outcome) => console.log(JSON.stringify(outcome)));
`;
