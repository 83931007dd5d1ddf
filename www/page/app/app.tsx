// The frame: who is signed in, where, and which view is shown.

import type { JSX } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import type { SessionState } from "../../shared/api.ts";
import { asApiError, call, onSessionLost, type ApiError } from "../api/http.ts";
import { Draft } from "../draft/draft.tsx";
import { FlowView } from "../flow/flow.tsx";
import { Home } from "../home/home.tsx";
import { Empty, Failure, Working } from "../ui/parts.tsx";
import { Header } from "./header.tsx";
import { Login } from "./login.tsx";
import { flowHref, takeAccessToken, useRoute } from "./router.ts";

type Door =
  | { state: "asking" }
  | { state: "closed"; ended: boolean; refused?: ApiError }
  | { state: "broken"; error: ApiError }
  | { state: "open"; session: SessionState };

/** The whole page. */
export function App(): JSX.Element {
  const [door, setDoor] = useState<Door>({ state: "asking" });
  const [session, setSession] = useState<SessionState>();

  const ask = useCallback(async (refused?: ApiError) => {
    try {
      const found = await call<SessionState>("GET", "/api/session");
      setSession(found);
      setDoor({ state: "open", session: found });
    } catch (thrown) {
      const error = asApiError(thrown);
      if (error.status === 401) setDoor({ state: "closed", ended: false, ...(refused ? { refused } : {}) });
      else setDoor({ state: "broken", error });
    }
  }, []);

  useEffect(() => {
    const token = takeAccessToken();
    const entering = token ? call("POST", "/api/session", { json: { token } }) : Promise.resolve();
    entering.then(
      () => ask(),
      (error: unknown) => ask(asApiError(error)),
    );
    return onSessionLost(() =>
      setDoor((before) => (before.state === "open" ? { state: "closed", ended: true } : before)),
    );
  }, [ask]);

  const leave = async (): Promise<void> => {
    try {
      await call("DELETE", "/api/session");
      setSession(undefined);
      setDoor({ state: "closed", ended: false });
    } catch (thrown) {
      setDoor({ state: "broken", error: asApiError(thrown) });
    }
  };

  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <Header session={door.state === "open" ? door.session : undefined} leave={leave} />
      {door.state === "asking" ? (
        <main id="main" class="container">
          <Working label="Opening the console…" />
        </main>
      ) : null}
      {door.state === "closed" ? (
        <Login ended={door.ended} refused={door.refused} enter={() => void ask()} />
      ) : null}
      {door.state === "broken" ? (
        <main id="main" class="container">
          <Failure title="The console does not answer" error={door.error} retry={() => void ask()} />
        </main>
      ) : null}
      {/* What was under way stays where it is while somebody signs in again. */}
      {session ? <Views session={session} shown={door.state === "open"} /> : null}
    </>
  );
}

/** A link to `#main` would be taken for a route. */
function skip(event: Event): void {
  event.preventDefault();
  const main = document.querySelector<HTMLElement>("main:not([hidden])");
  main?.setAttribute("tabindex", "-1");
  main?.focus();
}

function Views({ session, shown }: { session: SessionState; shown: boolean }): JSX.Element {
  const route = useRoute();
  const [file, setFile] = useState<File>();
  const started = (flowId: string): void => {
    setFile(undefined);
    location.hash = flowHref(flowId, "progress");
  };
  useEffect(() => {
    scrollTo(0, 0);
  }, [route.view]);
  return (
    <main id={shown ? "main" : undefined} class="container" hidden={!shown}>
      {route.view === "home" && file ? (
        <Draft file={file} session={session} discard={() => setFile(undefined)} started={started} />
      ) : null}
      {route.view === "home" && !file ? <Home open={setFile} active={shown} /> : null}
      {route.view === "flow" ? (
        <FlowView
          key={route.flowId}
          flowId={route.flowId}
          tab={route.tab}
          person={route.person}
          active={shown}
        />
      ) : null}
      {route.view === "lost" ? (
        <Empty icon="failed" title="There is nothing at this address">
          <a href="#/">To all flows</a>
        </Empty>
      ) : null}
    </main>
  );
}
