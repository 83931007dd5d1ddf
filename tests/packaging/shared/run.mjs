// Runs a program to its end, and says all that it said where it fails.

import { execFile } from "node:child_process";

/** No program of these tests takes as long unless it hangs. */
const LIMIT_MS = 240_000;

/** What programs inherit. Vite, which runs in this very process, says in it that this is development. */
export const inherited = { ...process.env };
delete inherited.NODE_ENV;

/**
 * Gives what it printed on standard output.
 *
 * @param environment added to this process's own
 */
export function run(program, parameters, { folder, environment = {} }) {
  return new Promise((resolve, reject) => {
    const options = {
      cwd: folder,
      env: { ...inherited, ...environment },
      maxBuffer: 1 << 26,
      timeout: LIMIT_MS,
      killSignal: "SIGKILL",
    };
    execFile(program, parameters, options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const how = error.killed ? `did not end within ${LIMIT_MS / 1000} s` : error.message.split("\n")[0];
      reject(new Error(`${[program, ...parameters].join(" ")}: ${how}\n${stdout}${stderr}`));
    });
  });
}
