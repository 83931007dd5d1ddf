// Puts a file into the worker's store. By XMLHttpRequest: `fetch` does not tell how far an upload is.

import type { Upload } from "../../shared/api.ts";
import { ApiError, headersOf, refusal } from "./http.ts";

/** Uploads `file`; `tell` hears the part that is through, from 0 to 1. */
export function upload(file: File, tell: (part: number) => void, signal: AbortSignal): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `/api/uploads?name=${encodeURIComponent(file.name)}`);
    for (const [name, value] of Object.entries(
      headersOf("PUT", { "content-type": "application/octet-stream" }),
    )) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => tell(event.total > 0 ? event.loaded / event.total : 0);
    request.onerror = () =>
      reject(
        new ApiError(
          0,
          "UNREACHABLE",
          "The file did not get through: the connection broke. Nothing was started.",
        ),
      );
    request.onabort = () =>
      reject(new ApiError(0, "STOPPED", "The upload was stopped. Nothing was started."));
    request.onload = () => {
      if (request.status < 200 || request.status > 299) {
        reject(refusal(request.status, request.responseText, (name) => request.getResponseHeader(name)));
        return;
      }
      try {
        resolve(JSON.parse(request.responseText) as Upload);
      } catch {
        reject(
          new ApiError(request.status, "UNREADABLE", "The console's answer to the upload cannot be read."),
        );
      }
    };
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
