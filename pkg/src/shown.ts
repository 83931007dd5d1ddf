// What a print of an object of this package tells: never the key, a header or anything of an attendee.

/** The symbol under which Node and Bun, and Deno beside its own, look for what to print. */
export const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** Facts by name; an undefined one is left out. */
export type Facts = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What is known of the client that an object belongs to. */
export interface ClientFacts {
  readonly environment?: string | undefined;
  readonly baseUrl: string;
}

/** Facts as a line, such as `Meshi { environment: "staging" }`. */
export function shown(name: string, facts: Facts): string {
  const parts = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([fact, value]) => `${fact}: ${JSON.stringify(value)}`);
  return `${name} { ${parts.join(", ")} }`;
}
