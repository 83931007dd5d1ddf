// Numbers, sizes, times and dates as people read them, in English as the rest of the page.

const NUMBER = new Intl.NumberFormat("en");
const MOMENT = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const DAY = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });

/** `1,234` */
export function count(value: number): string {
  return NUMBER.format(value);
}

/** `1 row`, `2 rows` */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `1.4 MB`, in powers of 1,000 as file managers count. */
export function size(bytes: number): string {
  if (bytes < 1000) return plural(bytes, "byte");
  const units = ["KB", "MB", "GB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

/** `0.4 s`, `12 s`, `3 min 05 s`, `1 h 02 min` */
export function duration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return "0 s";
  if (ms < 50) return "< 0.1 s";
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** The time from one ISO moment to another, or to `now`. */
export function between(start: string, end: string | undefined, now: number): number {
  return Math.max(0, (end === undefined ? now : Date.parse(end)) - Date.parse(start));
}

/** `Sep 10, 2026, 2:05 PM` */
export function moment(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? iso : MOMENT.format(at);
}

/** `3 minutes ago`; the date itself once it is more than a day old. */
export function ago(iso: string, now: number): string {
  const seconds = Math.round((now - Date.parse(iso)) / 1000);
  if (Number.isNaN(seconds)) return iso;
  if (seconds < 45) return "just now";
  if (seconds < 3570) return plural(Math.max(1, Math.round(seconds / 60)), "minute") + " ago";
  if (seconds < 84_600) return plural(Math.round(seconds / 3600), "hour") + " ago";
  return moment(iso);
}

/** The days of an event; they have no time zone, so none may shift them. */
export function days(start: string | undefined, end: string | undefined): string {
  const day = (date: string): string => {
    const at = new Date(`${date.slice(0, 10)}T00:00:00Z`);
    return Number.isNaN(at.getTime()) ? date : DAY.format(at);
  };
  const both = [start, end].filter((date): date is string => Boolean(date)).map(day);
  return [...new Set(both)].join(" to ");
}

/** A score as it is: whole, or with three digits behind the point. */
export function score(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(3);
}

/** How much of the scale a score takes: the scale is not documented, so 1 or 100 where all scores fit into it. */
export function scale(scores: Iterable<number>): number {
  let highest = 0;
  for (const value of scores) highest = Math.max(highest, value);
  return highest <= 1 ? 1 : highest <= 100 ? 100 : highest;
}
