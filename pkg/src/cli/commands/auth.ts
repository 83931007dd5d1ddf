// `auth`: checks the key and says what it may do.

import { Option, type Command } from "commander";
import {
  connect,
  createContext,
  type ConnectionOptions,
  type OutputOptions,
  type Runtime,
} from "../context.js";
import { connectionOptions, outputOptions } from "../options.js";
import { clean } from "../text.js";

interface AuthOptions extends ConnectionOptions, OutputOptions {
  require?: "read" | "write";
}

/** Adds the command. */
export function addAuth(program: Command, runtime: Runtime): void {
  const command = program
    .command("auth")
    .description("check the key: the organisation and the scopes it has")
    .addOption(new Option("--require <scope>", "fail unless the key may do this").choices(["read", "write"]))
    .option("--sandbox", "use the sandbox in this process: no key, no network");
  outputOptions(connectionOptions(command)).action((options: AuthOptions) => auth(options, runtime));
}

async function auth(options: AuthOptions, runtime: Runtime): Promise<void> {
  const { output, signal } = runtime;
  const context = createContext(runtime, options);
  const { meshi, where } = await connect(options, context);
  const identity = await meshi.auth.check({
    signal,
    ...(options.require === undefined ? {} : { require: `partner:${options.require}` }),
  });
  if (context.json) return output.json(identity, { indent: 2 });
  const fact = (name: string, text: string): Promise<void> =>
    output.print(`${output.out.dim(name.padEnd(10))}${clean(text)}`);
  await fact("api", where);
  await fact("org", identity.org_id);
  await fact("principal", identity.principal_type);
  await fact("account", identity.service_account_user_id);
  await fact("scopes", identity.scopes.join(" "));
}
