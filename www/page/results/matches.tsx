// The matches as a table: sorted, filtered, and only drawn as far as it is seen.

import {
  columnFilteringFeature,
  createFilteredRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from "@tanstack/preact-table";
import type { JSX } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { csv, download, fileName } from "../text/csv.ts";
import { clean } from "../text/clean.ts";
import { count, plural, scale, score } from "../text/format.ts";
import { Icon } from "../ui/icon.tsx";
import { Empty } from "../ui/parts.tsx";
import { Say } from "../ui/say.tsx";
import { atLeast, companiesOf, matchesText, needles } from "./filter.ts";
import { roleOf, type Pair, type Person } from "./pairs.ts";
import { Score } from "./score.tsx";
import { useVirtual } from "./virtual.ts";

const features = tableFeatures({
  rowSortingFeature,
  columnFilteringFeature,
  globalFilteringFeature,
  sortedRowModel: createSortedRowModel(),
  filteredRowModel: createFilteredRowModel(),
});

/** About as high as a row is before it has been measured. */
const ROW = 65;
const BY_NAME = new Intl.Collator("en", { sensitivity: "base", numeric: true });

interface Wanted {
  text: string;
  company: string;
  least: number;
}

interface MatchesTableProps {
  pairs: readonly Pair[];
  open: (id: string) => void;
  eventId: string;
}

/** A line a pair. */
export function MatchesTable({ pairs, open, eventId }: MatchesTableProps): JSX.Element {
  const [wanted, setWanted] = useState<Wanted>({ text: "", company: "", least: 0 });
  const scroller = useRef<HTMLDivElement>(null);
  const top = useMemo(() => scale(pairs.map((pair) => pair.score)), [pairs]);
  const companies = useMemo(() => companiesOf(pairs), [pairs]);
  const columns = useMemo(() => columnsOf(), []);
  const data = useMemo(() => [...pairs], [pairs]);
  const table = useTable({
    features,
    columns,
    data,
    getRowId: (pair: Pair) => pair.key,
    initialState: { sorting: [{ id: "score", desc: true }] },
    enableSortingRemoval: false,
    state: { globalFilter: wanted },
    getColumnCanGlobalFilter: (column: { id: string }) => column.id === "score",
    globalFilterFn: fits,
  });
  const { rows } = table.getRowModel();
  const virtual = useVirtual(scroller, rows.length, ROW);
  const want = (part: Partial<Wanted>): void => {
    setWanted((before) => ({ ...before, ...part }));
    virtual.toTop();
  };
  const save = (): void =>
    download(
      fileName(eventId, "matches"),
      csv(
        [
          "score",
          "attendee_id",
          "name",
          "title",
          "company",
          "matched_attendee_id",
          "matched_name",
          "matched_title",
          "matched_company",
          "rationale",
        ],
        rows.map(({ original: { score: value, one, other, why } }) => [
          value,
          ...[one, other].flatMap((person) => [person.id, person.name, person.title, person.company]),
          why,
        ]),
      ),
    );

  return (
    <section class="matches" aria-labelledby="matches-title">
      <h2 id="matches-title" class="sr-only">
        Matches
      </h2>
      <search class="toolbar" aria-label="Filter the matches">
        <label class="grow">
          <span class="sr-only">Search names, companies and reasons</span>
          <input
            type="search"
            placeholder="Search names, companies, reasons"
            value={wanted.text}
            onInput={(event) => want({ text: event.currentTarget.value })}
          />
        </label>
        <label>
          <span class="sr-only">Company</span>
          <select value={wanted.company} onChange={(event) => want({ company: event.currentTarget.value })}>
            <option value="">All companies</option>
            {companies.map((company) => (
              <option key={company} value={company}>
                {clean(company)}
              </option>
            ))}
          </select>
        </label>
        <label class="least">
          <span>Score from {score(wanted.least)}</span>
          <input
            type="range"
            min={0}
            max={top}
            step={top / 20}
            value={wanted.least}
            onInput={(event) => want({ least: Number(event.currentTarget.value) })}
          />
        </label>
        <button type="button" class="quiet" onClick={save} disabled={rows.length === 0}>
          <Icon name="download" /> Export CSV
        </button>
      </search>
      <p class="fine tally" role="status">
        {rows.length === pairs.length
          ? plural(pairs.length, "pair")
          : `${count(rows.length)} of ${plural(pairs.length, "pair")}`}
      </p>
      <div class="scroll tall" ref={scroller} role="region" aria-label="Table of matches" tabIndex={0}>
        <table class="pairs" role="table" aria-rowcount={rows.length + 1}>
          <thead role="rowgroup">
            <tr role="row" aria-rowindex={1}>
              {table.getFlatHeaders().map(({ column }) => (
                <Heading
                  key={column.id}
                  id={column.id}
                  sorted={column.getIsSorted()}
                  sort={() => {
                    column.toggleSorting();
                    virtual.toTop();
                  }}
                />
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            <Space height={virtual.before} />
            {virtual.items.map(({ index }) => {
              const row = rows[index];
              return row ? (
                <Row
                  key={row.id}
                  pair={row.original}
                  index={index}
                  part={row.original.score / top}
                  open={open}
                  measure={virtual.measure}
                />
              ) : null;
            })}
            <Space height={virtual.after} />
          </tbody>
        </table>
        {rows.length === 0 ? (
          <Empty icon="file" title="No pair fits">
            <button type="button" class="quiet" onClick={() => want({ text: "", company: "", least: 0 })}>
              Show all
            </button>
          </Empty>
        ) : null}
      </div>
    </section>
  );
}

const TITLES: Readonly<Record<string, string>> = {
  score: "Score",
  one: "Person",
  other: "Should meet",
  why: "Why",
};

function columnsOf() {
  return [
    { id: "score", accessorFn: (pair: Pair) => pair.score, sortFn: byScore, sortDescFirst: true },
    { id: "one", accessorFn: (pair: Pair) => pair.one.name, sortFn: byText, sortDescFirst: false },
    { id: "other", accessorFn: (pair: Pair) => pair.other.name, sortFn: byText, sortDescFirst: false },
    { id: "why", accessorFn: (pair: Pair) => pair.why, sortFn: byText, sortDescFirst: false },
  ];
}

interface Valued {
  original: Pair;
  getValue: (id: string) => unknown;
}

function byScore(a: Valued, b: Valued): number {
  return a.original.score - b.original.score;
}

function byText(a: Valued, b: Valued, id: string): number {
  return BY_NAME.compare(String(a.getValue(id)), String(b.getValue(id)));
}

function fits({ original }: Valued, _column: string, { text, company, least }: Wanted): boolean {
  if (!atLeast(original, least)) return false;
  if (company !== "" && original.one.company !== company && original.other.company !== company) return false;
  return matchesText(original, needles(text));
}

function Heading(props: { id: string; sorted: false | "asc" | "desc"; sort: () => void }): JSX.Element {
  const { id, sorted, sort } = props;
  return (
    <th
      scope="col"
      role="columnheader"
      class={`col-${id}`}
      aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : "none"}
    >
      <button type="button" class="sort" onClick={sort}>
        {TITLES[id]} <Icon name={sorted === "asc" ? "up" : sorted === "desc" ? "down" : "both"} />
      </button>
    </th>
  );
}

function Space({ height }: { height: number }): JSX.Element | null {
  return height > 0 ? (
    <tr class="space" role="presentation">
      <td role="presentation" colSpan={4} style={{ height: `${height}px` }} />
    </tr>
  ) : null;
}

interface RowProps {
  pair: Pair;
  index: number;
  part: number;
  open: (id: string) => void;
  measure: (row: Element | null) => void;
}

function Row({ pair, index, part, open, measure }: RowProps): JSX.Element {
  return (
    <tr role="row" ref={measure} data-index={index} aria-rowindex={index + 2}>
      <td role="cell" class="col-score">
        <Score value={pair.score} part={part} />
      </td>
      <td role="cell" class="col-one">
        <Who person={pair.one} open={open} />
      </td>
      <td role="cell" class="col-other">
        <Who person={pair.other} open={open} />
      </td>
      <td role="cell" class="col-why">
        <Say text={pair.why} fallback="No reason was given" />
      </td>
    </tr>
  );
}

function Who({ person, open }: { person: Person; open: (id: string) => void }): JSX.Element {
  const role = roleOf(person);
  return (
    <>
      <button type="button" class="link" onClick={() => open(person.id)}>
        <Say text={person.name} />
      </button>
      {role ? (
        <span class="role">
          <Say text={role} />
        </span>
      ) : null}
    </>
  );
}
