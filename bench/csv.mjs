// A file of 50 000 attendees, from its bytes to validated parts that were sent to a stubbed `fetch`.

import { parse } from "csv-parse/sync";
import Papa from "papaparse";
import { Meshi, readAttendees } from "../pkg/dist/node.js";
import { csv as makeCsv, fetchRun } from "./fixtures.mjs";
import { measure } from "./harness.mjs";
import { importParts } from "./plain.mjs";

const ROWS = 50_000;
const PART = 1_000;
const BASE = "https://partner.example.com/api/v0/partner";
const URL = `${BASE}/events/summit-2026/attendees:import`;
const PAPA = "papaparse + validation + JSON.stringify";
const OURS = "meshi-partner";

/** Measures the group. */
export async function csv() {
  const bytes = makeCsv(ROWS);
  let sent = 0;
  const fetch = (url, init) => {
    sent += 1;
    return fetchRun(url, init);
  };
  const meshi = new Meshi({ apiKey: "bench-key", baseUrl: BASE, fetch });
  const text = () => new TextDecoder().decode(bytes);
  const contestants = [
    {
      name: OURS,
      run: async () => {
        const report = await meshi.attendees.importAll(
          "summit-2026",
          readAttendees(bytes, { format: "csv" }),
          {
            maxRows: PART,
            wait: false,
          },
        );
        if (report.total !== ROWS || report.rejected.length > 0) throw new Error("rows were lost");
      },
    },
    {
      name: PAPA,
      run: () =>
        importParts(Papa.parse(text(), { header: true, skipEmptyLines: true }).data, PART, fetch, URL),
    },
    {
      name: "csv-parse + validation + JSON.stringify",
      run: () => importParts(parse(text(), { columns: true, skip_empty_lines: true }), PART, fetch, URL),
    },
  ];
  for (const { name, run } of contestants) {
    sent = 0;
    await run();
    if (sent < ROWS / PART) throw new Error(`${name} sent ${sent} parts, and ${ROWS / PART} were due`);
  }
  const medians = await measure(contestants, { rounds: 11, calls: 1, warmUp: 2 });
  return {
    title: "CSV of 50 000 rows to validated JSON parts",
    note: `${(bytes.length / 1e6).toFixed(1)} MB, parts of ${PART} rows; more is better`,
    ratios: [
      {
        name: `as fast as ${PAPA}`,
        value: medians.get(PAPA) / medians.get(OURS),
        bar: 3,
        moonshot: 6,
        more: true,
      },
    ],
    medians,
  };
}
