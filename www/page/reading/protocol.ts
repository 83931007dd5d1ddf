// What the page and the worker that reads a file say to each other.

import type { AttendeeField, RejectedRow } from "../../shared/api.ts";

/** Rows that the preview holds. */
export const PREVIEW_ROWS = 200;
/** Rejected rows that are kept; the others are counted. */
export const KEPT_REJECTED = 1000;

/** Header by field, over what the headers say; `null` for no column. */
export type Mapping = Partial<Record<AttendeeField, string | null>>;

/** A column, and the field that it was taken for; `null` when it is kept as further data. */
export interface Column {
  header: string;
  field: string | null;
  /** A field that it could be, where that is too doubtful to use it without being told. */
  suggestion?: string;
}

/** A row as it would be imported; what is no field is in `raw`. */
export type PreviewRow = Readonly<Record<string, unknown>>;

/** How far a file has been read. */
export interface ReadState {
  columns: readonly Column[];
  preview: readonly PreviewRow[];
  rejected: readonly RejectedRow[];
  /** Values that would be left out of rows that are taken, at most so many as rejected rows are kept. */
  warnings: readonly RejectedRow[];
  warningCount: number;
  accepted: number;
  rejectedCount: number;
  bytesRead: number;
  bytesTotal: number;
  done: boolean;
  /** Why it cannot be read at all. */
  problem?: { code: string; message: string };
}

/** To the worker: read this, once. */
export interface ReadRequest {
  file: File;
  mapping: Mapping;
}

/** From the worker. Columns, preview and rejected rows come only when they have changed. */
export type ReadUpdate = Partial<ReadState>;

/** Before anything is read. */
export function nothingRead(bytesTotal: number): ReadState {
  return {
    columns: [],
    preview: [],
    rejected: [],
    warnings: [],
    warningCount: 0,
    accepted: 0,
    rejectedCount: 0,
    bytesRead: 0,
    bytesTotal,
    done: false,
  };
}
