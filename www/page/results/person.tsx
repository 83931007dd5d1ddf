// A person's card: who they are, whom they should meet, and why.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { plural, scale } from "../text/format.ts";
import { linkedInAddress } from "../text/link.ts";
import { Icon } from "../ui/icon.tsx";
import { Say } from "../ui/say.tsx";
import { pairsWith, roleOf, stranger, type Pair, type Person } from "./pairs.ts";
import { Score } from "./score.tsx";

/** Matches that are listed at first. */
const BEST = 5;

interface PersonCardProps {
  id: string;
  pairs: readonly Pair[];
  people: ReadonlyMap<string, Person>;
  /** Whether the event has scores that are not loaded. */
  partial: boolean;
  open: (id: string) => void;
  close: () => void;
}

/** The card, over whatever is beneath; Escape closes it. */
export function PersonCard({ id, pairs, people, partial, open, close }: PersonCardProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const [all, setAll] = useState(false);
  useEffect(() => {
    const box = dialog.current;
    const opener = document.activeElement;
    if (box && !box.open) box.showModal();
    return () => {
      box?.close();
      // The card is gone by its address, not by itself: it would give the focus back to nobody.
      setTimeout(() => {
        if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
      });
    };
  }, []);
  useEffect(() => {
    setAll(false);
    dialog.current?.scrollTo(0, 0);
  }, [id]);

  const found = pairsWith(pairs, id);
  const person =
    people.get(id) ?? found[0]?.pair[found[0].pair.one.id === id ? "one" : "other"] ?? stranger(id);
  const top = scale(pairs.map((pair) => pair.score));
  const shown = all ? found : found.slice(0, BEST);
  return (
    <dialog
      class="person"
      ref={dialog}
      aria-labelledby="person-name"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      <article>
        <header>
          <div>
            <h2 id="person-name">
              <Say text={person.name} />
            </h2>
            <p class="muted">
              <Say text={roleOf(person)} />
            </p>
          </div>
          <button type="button" class="ghost square" onClick={close} aria-label="Close">
            <Icon name="close" />
          </button>
        </header>
        <Facts person={person} />
        <h3>{found.length > 0 ? "Best matches" : "No matches"}</h3>
        {partial ? <p class="fine">Among the scores that are loaded.</p> : null}
        {found.length === 0 ? <p class="muted">No score is about this person.</p> : null}
        <ol class="best">
          {shown.map(({ other, pair }) => (
            <li key={pair.key}>
              <Score value={pair.score} part={pair.score / top} />
              <div>
                <button type="button" class="link" onClick={() => open(other.id)}>
                  <Say text={other.name} />
                </button>
                <span class="role">
                  <Say text={roleOf(other)} />
                </span>
                <p class="why">
                  <Say text={pair.why} fallback="No reason was given" />
                </p>
              </div>
            </li>
          ))}
        </ol>
        {found.length > BEST ? (
          <button type="button" class="ghost" onClick={() => setAll(!all)}>
            {all ? "Show the best only" : `Show all ${plural(found.length, "match", "matches")}`}
          </button>
        ) : null}
      </article>
    </dialog>
  );
}

function Facts({ person }: { person: Person }): JSX.Element {
  const raw = Object.entries(person.raw).filter(([, value]) => value !== null && value !== "");
  const linked = linkedInAddress(person.linkedin);
  return (
    <>
      <dl class="person-facts">
        {person.email ? <Fact name="Email" value={person.email} /> : null}
        {person.linkedin ? (
          <>
            <dt>LinkedIn</dt>
            <dd>
              {linked ? (
                <a href={linked} target="_blank" rel="noopener noreferrer nofollow">
                  <Say text={person.linkedin} />
                </a>
              ) : (
                <Say text={person.linkedin} />
              )}
            </dd>
          </>
        ) : null}
        <Fact name="Attendee ID" value={person.id} />
      </dl>
      {raw.length > 0 ? (
        <details>
          <summary>Further data from the list</summary>
          <dl class="person-facts">
            {raw.map(([name, value]) => (
              <Fact key={name} name={name} value={value} />
            ))}
          </dl>
        </details>
      ) : null}
    </>
  );
}

function Fact({ name, value }: { name: string; value: unknown }): JSX.Element {
  return (
    <>
      <dt>
        <Say text={name} />
      </dt>
      <dd>
        <Say text={value} />
      </dd>
    </>
  );
}
