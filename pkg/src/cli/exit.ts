// Exit codes: one for each kind of failure, so that a script branches on a number and never on text.

/** What the process ends with. The table in README.md shows the same numbers. */
export const ExitCode = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  input: 3,
  auth: 4,
  refused: 5,
  rateLimit: 6,
  unreachable: 7,
  timeout: 8,
  runFailed: 9,
  rejectedRows: 10,
  interrupted: 130,
  terminated: 143,
} as const;

/** One of the numbers in {@link ExitCode}. */
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** A failure that the command line itself found: a bad option, a file that cannot be read. */
export class CliError extends Error {
  override readonly name = "CliError";
  /** What an import came to before it failed. */
  report?: { total: number; imported: number };

  /**
   * @param exitCode what the process ends with
   * @param code a short constant for `--json`, such as `FILE_NOT_FOUND`
   * @param message what is wrong, in one sentence
   * @param hint what to do about it, in one sentence
   */
  constructor(
    readonly exitCode: ExitCode,
    readonly code: string,
    message: string,
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const BY_NAME: Readonly<Record<string, ExitCode>> = {
  MeshiAuthenticationError: ExitCode.auth,
  MeshiPermissionError: ExitCode.auth,
  MeshiNotFoundError: ExitCode.refused,
  MeshiConflictError: ExitCode.refused,
  MeshiInvalidRequestError: ExitCode.refused,
  MeshiPayloadTooLargeError: ExitCode.refused,
  MeshiApiError: ExitCode.unreachable,
  MeshiRateLimitError: ExitCode.rateLimit,
  MeshiServerError: ExitCode.unreachable,
  MeshiConnectionError: ExitCode.unreachable,
  MeshiDecodeError: ExitCode.unreachable,
  MeshiPaginationError: ExitCode.unreachable,
  MeshiTimeoutError: ExitCode.timeout,
  MeshiRunError: ExitCode.runFailed,
  MeshiValidationError: ExitCode.input,
  MeshiConfigError: ExitCode.usage,
  MeshiAbortError: ExitCode.interrupted,
};

/** The exit code for anything that was thrown; what nobody foresaw is 1. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CliError) return error.exitCode;
  if (error instanceof Error) return BY_NAME[error.name] ?? ExitCode.unexpected;
  return ExitCode.unexpected;
}
