// The bar above: the name, whose data the console works on, the theme, the way out.

import type { JSX } from "preact";
import type { ConsoleEnvironment, SessionState } from "../../shared/api.ts";
import { Badge } from "../ui/parts.tsx";
import { ThemeButton } from "./theme.tsx";

const WHERE: Readonly<
  Record<ConsoleEnvironment, { word: string; tone: "calm" | "good" | "warn"; about: string }>
> = {
  sandbox: { word: "Sandbox", tone: "good", about: "Made-up API: nothing leaves this console" },
  staging: { word: "Staging", tone: "calm", about: "Meshi's staging environment" },
  production: { word: "Production", tone: "warn", about: "Meshi's production environment: real people" },
  custom: { word: "Own server", tone: "calm", about: "An address that this console was given" },
};

/** The bar; without a session only the name and the theme. */
export function Header(props: { session: SessionState | undefined; leave: () => void }): JSX.Element {
  const { session, leave } = props;
  const where = session ? (WHERE[session.environment] ?? WHERE.custom) : undefined;
  return (
    <header class="bar">
      <div class="container">
        <a class="brand" href="#/">
          <span class="mark" aria-hidden="true" />
          <span>
            Meshi <span class="brand-soft">console</span>
          </span>
        </a>
        {where ? (
          <span title={where.about}>
            <Badge tone={where.tone}>
              {where.word}
              <span class="sr-only">: {where.about}</span>
            </Badge>
          </span>
        ) : null}
        <span class="spring" />
        <ThemeButton />
        {session ? (
          <button type="button" class="ghost" onClick={leave}>
            Sign out
          </button>
        ) : null}
      </div>
    </header>
  );
}
