// What more than one group calls the same.

/** The package itself, which every other contestant is held against. */
export const OURS = "meshi-partner";

/** Where the clients send their requests, which a stub answers. */
export const BASE = "https://partner.example.com/api/v0/partner";
