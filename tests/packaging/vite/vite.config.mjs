// Vite, as it is.

import { defineConfig } from "vite";

export default defineConfig({ build: { target: "es2022", sourcemap: true, manifest: true } });
