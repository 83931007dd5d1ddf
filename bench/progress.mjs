// Tells on standard error what is being measured: on a terminal in one line that is written over.

const terminal = process.stderr.isTTY;

/** Says what goes on now. */
export function progress(text) {
  process.stderr.write(terminal ? `\r\x1b[2K${text} …` : `${text} …\n`);
}

/** Takes the line away, before something is printed that stays. */
export function settled() {
  if (terminal) process.stderr.write("\r\x1b[2K");
}
