// The headers of every answer, whoever made it: an API route, an error, an asset.

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  "x-frame-options": "DENY",
} as const;

const STRICT_TRANSPORT = "max-age=31536000";

/** Vite puts a digest into the names of what it builds. */
const ASSETS = "/assets/";

/** The answer with the headers that it has to have. */
export function secured(request: Request, answer: Response): Response {
  const response = new Response(answer.body, answer);
  const { protocol, pathname } = new URL(request.url);
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
  if (protocol === "https:") response.headers.set("strict-transport-security", STRICT_TRANSPORT);
  if (/^\/api(\/|$)/u.test(pathname)) response.headers.set("cache-control", "no-store");
  else if (pathname.startsWith(ASSETS) && response.ok)
    response.headers.set("cache-control", "public, max-age=31536000, immutable");
  if (!response.headers.has("x-correlation-id"))
    response.headers.set("x-correlation-id", crypto.randomUUID());
  return response;
}
