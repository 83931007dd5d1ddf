// `meshi.auth`: who the key is and what it may do.

import type { Call } from "../call.js";
import { readOption } from "../failure.js";
import type { Handle } from "../handle.js";
import type { AuthInfo, Scope } from "../model.js";
import type { CallOptions } from "../options.js";

/** The options of `auth.check`. */
export interface AuthCheckOptions extends CallOptions {
  /** The required scope. A key without it fails with a `MeshiPermissionError`. Default: none. */
  require?: Scope | undefined;
}

/** The account of the key. */
export class Auth {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Returns the org, the account and the scopes of the key (documented).
   *
   * @throws MeshiAuthenticationError `UNAUTHORIZED`, `ACCOUNT_DISABLED`; MeshiPermissionError
   *   `SERVICE_ACCOUNT_REQUIRED`, `INSUFFICIENT_SCOPE`, `PARTNER_ORG_REQUIRED`
   */
  check(options?: AuthCheckOptions): Call<AuthInfo> {
    return this.#handle.call((client) => {
      const { require, ...rest } = readOption("options", () => ({ ...options }));
      return client.authCheck(require, rest);
    });
  }
}
