// The door: an access token, and a session for it.

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { asApiError, call, type ApiError } from "../api/http.ts";
import { Failure } from "../ui/parts.tsx";
import { useTitle } from "../ui/hooks.ts";

interface LoginProps {
  /** A session was there and has ended. */
  ended: boolean;
  /** Why signing in by the address did not work. */
  refused?: ApiError | undefined;
  enter: () => void;
}

/** Asks for the access token. */
export function Login({ ended, refused, enter }: LoginProps): JSX.Element {
  useTitle("Sign in");
  const [token, setToken] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | undefined>(refused);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await call("POST", "/api/session", { json: { token: token.trim() } });
      setToken("");
      enter();
    } catch (thrown) {
      setError(asApiError(thrown));
    }
    setBusy(false);
  };
  return (
    <main class="login" id="main">
      <form class="card" onSubmit={submit}>
        <span class="mark large" aria-hidden="true" />
        <h1>Sign in to the console</h1>
        <p class="muted">
          {ended
            ? "Your session has ended. Sign in again; what you were doing is still here."
            : "From a list of attendees to who should meet whom."}
        </p>
        {error ? <Failure title={titleOf(error)} error={error} /> : null}
        <label>
          Access token
          <input
            type="password"
            name="token"
            autocomplete="current-password"
            required
            value={token}
            onInput={(event) => setToken(event.currentTarget.value)}
            aria-describedby="token-help"
          />
        </label>
        <p class="fine" id="token-help">
          Whoever runs this console has it. It is kept in a cookie that scripts cannot read, for eight hours.
        </p>
        <button type="submit" aria-busy={busy} disabled={busy}>
          Sign in
        </button>
      </form>
    </main>
  );
}

function titleOf(error: ApiError): string {
  if (error.code === "WRONG_TOKEN") return "That is not the access token";
  if (error.status === 429) return "Too many attempts: wait a minute";
  return "Signing in did not work";
}
