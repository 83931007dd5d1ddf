// Files on their way in: streamed to the bucket, never held.

import { Hono } from "hono";
import { MAX_UPLOAD_BYTES, type Upload } from "../../shared/api.ts";
import { ConsoleFailure } from "../failure.ts";
import type { Console } from "../guard.ts";
import { fileName } from "../input.ts";

/** Where a file is in the bucket. */
export const uploadKey = (uploadId: string): string => `uploads/${uploadId}`;

function lengthOf(header: string | undefined): number {
  if (header === undefined || !/^\d{1,15}$/u.test(header))
    throw new ConsoleFailure(411, "NO_LENGTH", "An upload must say its length in content-length.");
  const bytes = Number(header);
  if (bytes > MAX_UPLOAD_BYTES)
    throw new ConsoleFailure(413, "TOO_LARGE", `A file may have at most ${MAX_UPLOAD_BYTES / 1e6} MB.`);
  if (bytes === 0) throw new ConsoleFailure(400, "EMPTY_FILE", "The file is empty.");
  return bytes;
}

/** The routes below `/api/uploads`. */
export const uploads = new Hono<Console>().put("/", async (c) => {
  fileName(c.req.query("name"), "name");
  const bytes = lengthOf(c.req.header("content-length"));
  const upload: Upload = { upload_id: crypto.randomUUID(), bytes };
  await c.env.UPLOADS.put(uploadKey(upload.upload_id), c.req.raw.body);
  return c.json(upload, 201);
});
