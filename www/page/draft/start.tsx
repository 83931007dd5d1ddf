// Uploads the file and starts the flow: the first moment at which anything leaves the page.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ConsoleEnvironment, FlowState } from "../../shared/api.ts";
import { asApiError, call, type ApiError } from "../api/http.ts";
import { upload } from "../api/upload.ts";
import type { Mapping, ReadState } from "../reading/protocol.ts";
import { plural } from "../text/format.ts";
import { Failure, Working } from "../ui/parts.tsx";
import { newFlow, type Plan } from "./plan.ts";

export type StartState =
  | { phase: "ready" }
  | { phase: "uploading"; part: number }
  | { phase: "starting" }
  | { phase: "failed"; error: ApiError };

interface Start {
  state: StartState;
  run: (plan: Plan, mapping: Mapping) => Promise<void>;
  stop: () => void;
}

/** Starts a flow; a file that is through already is not uploaded again. */
export function useStart(file: File, started: (flowId: string) => void): Start {
  const [state, setState] = useState<StartState>({ phase: "ready" });
  const uploaded = useRef<string | undefined>(undefined);
  const stopper = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => stopper.current?.abort(), []);

  const run = async (plan: Plan, mapping: Mapping): Promise<void> => {
    stopper.current = new AbortController();
    const { signal } = stopper.current;
    try {
      if (uploaded.current === undefined) {
        setState({ phase: "uploading", part: 0 });
        uploaded.current = (
          await upload(file, (part) => setState({ phase: "uploading", part }), signal)
        ).upload_id;
      }
      setState({ phase: "starting" });
      const body = newFlow(plan, uploaded.current, file.name, mapping);
      const { flow_id } = await call<FlowState>("POST", "/api/flows", { json: body });
      started(flow_id);
    } catch (thrown) {
      const error = asApiError(thrown);
      if (error.status === 404) uploaded.current = undefined;
      // Without a session there is the door to see, and then the button again.
      const again = error.code === "STOPPED" || error.status === 401;
      setState(again ? { phase: "ready" } : { phase: "failed", error });
    }
  };
  return { state, run, stop: () => stopper.current?.abort() };
}

const TARGET: Readonly<Record<ConsoleEnvironment, string>> = {
  sandbox: "the sandbox",
  staging: "Meshi staging",
  production: "Meshi production",
  custom: "your server",
};

interface StartBarProps {
  reading: ReadState;
  environment: ConsoleEnvironment;
  tooLarge: boolean;
  state: StartState;
  stop: () => void;
  discard: () => void;
}

/** What would be sent and where, and the two ways on. */
export function StartBar({
  reading,
  environment,
  tooLarge,
  state,
  stop,
  discard,
}: StartBarProps): JSX.Element {
  const hindrance = tooLarge
    ? "The file is too large to send."
    : !reading.done
      ? "The file is still being read."
      : reading.problem
        ? "The file cannot be read as it is."
        : reading.accepted === 0
          ? "No row is ready to import."
          : undefined;
  return (
    <section class="start-bar" aria-label="Start">
      {state.phase === "failed" ? <Failure title="It was not started" error={state.error} /> : null}
      {state.phase === "uploading" ? (
        <div class="start-row">
          <Working label={`Sending the file: ${Math.floor(state.part * 100)} %`} part={state.part} />
          <button type="button" class="quiet" onClick={stop}>
            Stop
          </button>
        </div>
      ) : null}
      {state.phase === "starting" ? <Working label="Starting the flow…" /> : null}
      {state.phase === "ready" || state.phase === "failed" ? (
        <div class="start-row">
          <p>
            {hindrance ?? (
              <>
                <strong>{plural(reading.accepted, "person", "people")}</strong> will be sent to{" "}
                <strong>{TARGET[environment] ?? TARGET.custom}</strong> when you press Start.
              </>
            )}
          </p>
          <div class="actions">
            <button type="button" class="ghost" onClick={discard}>
              Discard
            </button>
            <button type="submit" disabled={hindrance !== undefined}>
              Start
            </button>
          </div>
        </div>
      ) : null}
    </section>
  );
}
