// Takes a file: dropped, picked, or pasted as text. It stays in the browser until a flow is started.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../ui/icon.tsx";

const KINDS = ".csv,.tsv,.txt,.json,.ndjson,.jsonl,text/csv,text/tab-separated-values,application/json";

/** Text that was pasted, as a file. */
function pasted(text: string): File {
  return new File([text], "pasted.csv", { type: "text/csv" });
}

/** The place to drop a file at; the whole window takes one too. */
export function Dropzone({ open }: { open: (file: File) => void }): JSX.Element {
  const [over, setOver] = useState(false);
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const enter = (event: DragEvent): void => {
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file) open(file);
    };
    const paste = (event: ClipboardEvent): void => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
      const file = event.clipboardData?.files[0];
      const words = event.clipboardData?.getData("text/plain") ?? "";
      if (file) open(file);
      else if (words.trim() !== "") open(pasted(words));
    };
    addEventListener("dragover", enter);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    addEventListener("paste", paste);
    return () => {
      removeEventListener("dragover", enter);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
      removeEventListener("paste", paste);
    };
  }, [open]);

  return (
    <div class={`dropzone${over ? " over" : ""}`}>
      <span class="empty-icon">
        <Icon name="upload" />
      </span>
      <p class="empty-title">{over ? "Let go to read it here" : "Drop a list of attendees here"}</p>
      <p class="muted">
        CSV, TSV, JSON or NDJSON, up to 100 MB. It is read in your browser; nothing is sent yet.
      </p>
      <button type="button" onClick={() => input.current?.click()}>
        Choose a file
      </button>
      <input
        ref={input}
        type="file"
        accept={KINDS}
        class="sr-only"
        tabIndex={-1}
        aria-label="Attendee list"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file) open(file);
        }}
      />
      <details>
        <summary>Or paste rows</summary>
        <label>
          <span class="sr-only">Rows, with a line of headings above them</span>
          <textarea
            rows={5}
            spellcheck={false}
            value={text}
            placeholder={"name,email,company\nAda Example,ada@example.org,Example Ltd"}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <button type="button" class="quiet" disabled={text.trim() === ""} onClick={() => open(pasted(text))}>
          Read these rows
        </button>
      </details>
    </div>
  );
}
