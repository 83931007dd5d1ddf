// The connection, the runs, the lists and the clocks misbehave.

import { CONNECTION } from "./kinds/connection.mjs";
import { CLOCKS, LISTS, RUNS } from "./kinds/jobs.mjs";
import { OUTAGES } from "./kinds/statuses.mjs";
import { suite } from "./suite.mjs";

suite("connection", [...CONNECTION, ...OUTAGES, ...LISTS, ...RUNS, ...CLOCKS]);
