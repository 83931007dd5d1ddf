// Firefox.

import { pages } from "../shared/pages.mjs";

export const files = "page";
export const rows = pages("firefox", "Firefox");
