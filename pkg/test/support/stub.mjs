// A `fetch` that answers in this process, for tests that are not about the network.

/** Its base URL: nothing listens there. */
export const BASE = "https://partner.test/api/v0/partner";

/** A key that must never be seen anywhere but in the one header. */
export const KEY = "sk_canary_5f0e2c";

const decoder = new TextDecoder();

/**
 * Makes a `fetch` that gives each request to `answer`, which gives `[status, body, headers?]`, a `Response`, or throws.
 * `requests` has what was sent.
 */
export function stub(answer) {
  const requests = [];
  async function fetch(input, init = {}) {
    // What went through middleware comes as a request.
    const whole = input instanceof Request ? input : undefined;
    const { pathname, searchParams } = new URL(whole?.url ?? input);
    // A large body comes as bytes.
    const sent = whole
      ? await whole.text()
      : ArrayBuffer.isView(init.body)
        ? decoder.decode(init.body)
        : init.body;
    const request = {
      method: (whole ?? init).method,
      path: pathname.replace("/api/v0/partner", ""),
      query: Object.fromEntries(searchParams),
      headers: new Headers((whole ?? init).headers),
      body: sent ? JSON.parse(sent) : undefined,
      text: sent,
      signal: (whole ?? init).signal,
    };
    requests.push(request);
    const given = await answer(request, requests.length);
    if (given instanceof Response) return given;
    const [status, body, headers = {}] = given;
    return new Response(JSON.stringify(body), {
      status,
      headers: { "content-type": "application/json", "x-correlation-id": "stub-id", ...headers },
    });
  }
  return { fetch, requests };
}
