// Links made of strangers' text.

/** `address` if it leads to LinkedIn, over https; a stranger's text is a link to nowhere else. */
export function linkedInAddress(address: string): string | undefined {
  try {
    const url = new URL(/^https?:\/\//i.test(address) ? address : `https://${address}`);
    const linkedIn = url.hostname === "linkedin.com" || url.hostname.endsWith(".linkedin.com");
    if (!linkedIn || url.username !== "" || url.password !== "" || url.port !== "") return undefined;
    url.protocol = "https:";
    return url.href;
  } catch {
    // Not an address at all: it stays text.
    return undefined;
  }
}
