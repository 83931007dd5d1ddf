// Vitest as a project for the edge sets it up.

import { defineConfig } from "vitest/config";

export default defineConfig({ test: { environment: "edge-runtime", reporters: ["json"] } });
