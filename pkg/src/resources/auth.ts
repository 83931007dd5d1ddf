// `meshi.auth`: who the key is and what it may do.

import type { Call } from "../call.js";
import { readOption } from "../failure.js";
import type { Handle } from "../handle.js";
import type { AuthInfo, Scope } from "../model.js";
import type { CallOptions } from "../options.js";

/** What `auth.check` takes beside the options of every call. */
export interface AuthCheckOptions extends CallOptions {
  /** Fails with a `MeshiPermissionError` unless the key has this scope. */
  require?: Scope | undefined;
}

/** The key. */
export class Auth {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * The key's org, account and scopes (documented).
   *
   * @throws MeshiAuthenticationError `UNAUTHORIZED`, `ACCOUNT_DISABLED`; MeshiPermissionError `SERVICE_ACCOUNT_REQUIRED`,
   *   `INSUFFICIENT_SCOPE`, `PARTNER_ORG_REQUIRED`
   */
  check(options?: AuthCheckOptions): Call<AuthInfo> {
    return this.#handle.call((client) => {
      const { require, ...rest } = readOption("options", () => ({ ...options }));
      return client.authCheck(require, rest);
    });
  }
}
