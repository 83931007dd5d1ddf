// The session: a cookie that says until when, sealed with a key that only who has the access token can make. There is
// no list of sessions: all of them end when the token changes.

/** How long a session lasts, in seconds. */
export const SESSION_SECONDS = 8 * 60 * 60;

const encoder = new TextEncoder();

const digest = (text: string): Promise<ArrayBuffer> => crypto.subtle.digest("SHA-256", encoder.encode(text));

/** Whether a token is the access token, in a time that tells nothing of how much of it is right. */
export async function isAccessToken(given: string, expected: string): Promise<boolean> {
  const [one, other] = await Promise.all([digest(given), digest(expected)]);
  return crypto.subtle.timingSafeEqual(one, other);
}

async function sealingKey(token: string): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey("raw", encoder.encode(token), "HKDF", false, ["deriveKey"]);
  const derivation = {
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(),
    info: encoder.encode("meshi console session 1"),
  };
  const kind = { name: "HMAC", hash: "SHA-256", length: 256 };
  return crypto.subtle.deriveKey(derivation, secret, kind, false, ["sign", "verify"]);
}

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

const unhex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));

/** A fresh session's cookie value. */
export async function mint(token: string, nowMs: number): Promise<string> {
  const claim = `${Math.floor(nowMs / 1000) + SESSION_SECONDS}.${crypto.randomUUID()}`;
  const seal = await crypto.subtle.sign("HMAC", await sealingKey(token), encoder.encode(claim));
  return `${claim}.${hex(seal)}`;
}

const FORM = /^((\d{1,12})\.([0-9a-f-]{36}))\.([0-9a-f]{64})$/u;

/** The session's id, if the cookie is one that was minted here and has not run out. */
export async function sessionOf(value: string, token: string, nowMs: number): Promise<string | undefined> {
  const [, claim, expires, id, seal] = FORM.exec(value) ?? [];
  if (claim === undefined || expires === undefined || seal === undefined) return undefined;
  const key = await sealingKey(token);
  const sealed = await crypto.subtle.verify("HMAC", key, unhex(seal), encoder.encode(claim));
  return sealed && Number(expires) * 1000 > nowMs ? id : undefined;
}
