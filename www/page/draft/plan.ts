// What the person says about the event, and what is wrong with it.

import { isPartnerId, type NewFlow } from "../../shared/api.ts";
import type { Mapping } from "../reading/protocol.ts";

/** The form, as it is filled in. */
export interface Plan {
  title: string;
  eventId: string;
  /** Whether the id was written by hand: until then it follows the title. */
  ownId: boolean;
  startDate: string;
  endDate: string;
  timezone: string;
  description: string;
  details: string;
  objectives: string;
  welcome: string;
  enrich: boolean;
  match: boolean;
}

/** The fields that can be wrong, with what to do. */
export type Problems = Partial<Record<"title" | "eventId" | "endDate" | "timezone", string>>;

/** An id made of words: `Climate Founders Day` becomes `climate-founders-day`. */
export function idOf(words: string): string {
  const plain = words
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 80)
    .replace(/^-+|-+$/g, "");
}

/** A plan for a file: its name is a first guess at the title. */
export function emptyPlan(fileName: string): Plan {
  const stem = fileName
    .replace(/\.[A-Za-z0-9]+$/, "")
    .replace(/[_\-.]+/g, " ")
    .trim();
  const title = /^(attendees?|guests?|pasted|export|list|data)$/i.test(stem) ? "" : stem;
  return {
    title,
    eventId: idOf(title),
    ownId: false,
    startDate: "",
    endDate: "",
    timezone: "",
    description: "",
    details: "",
    objectives: "",
    welcome: "",
    enrich: true,
    match: true,
  };
}

/** The plan with another title; the id follows until it was written by hand. */
export function withTitle(plan: Plan, title: string): Plan {
  return { ...plan, title, ...(plan.ownId ? {} : { eventId: idOf(title) }) };
}

/** What has to be put right before it can start. */
export function problemsOf(plan: Plan): Problems {
  const problems: Problems = {};
  if (plan.title.trim() === "") problems.title = "Give the event a name.";
  if (plan.eventId === "") problems.eventId = "Give the event an ID of your own.";
  else if (!isPartnerId(plan.eventId)) {
    problems.eventId = "Begin with a letter or digit, then letters, digits and . _ : - only, 128 at most.";
  }
  if (plan.startDate !== "" && plan.endDate !== "" && plan.endDate < plan.startDate) {
    problems.endDate = "The end is before the start.";
  }
  if (plan.timezone.trim() !== "" && !isTimeZone(plan.timezone.trim())) {
    problems.timezone = "Not a time zone: write it like Europe/Berlin.";
  }
  return problems;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** What is sent to start it. */
export function newFlow(plan: Plan, uploadId: string, fileName: string, mapping: Mapping): NewFlow {
  const text = <K extends string>(key: K, value: string): Partial<Record<K, string>> =>
    value.trim() === "" ? {} : ({ [key]: value.trim() } as Partial<Record<K, string>>);
  const context = {
    ...text("event_details", plan.details),
    ...text("objectives", plan.objectives),
    ...text("welcome_instructions", plan.welcome),
  };
  return {
    upload_id: uploadId,
    file_name: fileName,
    ...(Object.keys(mapping).length > 0 ? { mapping } : {}),
    event: {
      event_id: plan.eventId,
      title: plan.title.trim(),
      ...text("description", plan.description),
      ...text("start_date", plan.startDate),
      ...text("end_date", plan.endDate),
      ...text("timezone", plan.timezone),
    },
    ...(Object.keys(context).length > 0 ? { context } : {}),
    enrich: plan.enrich,
    match: plan.match,
  };
}
