// See hold.mjs.

import { hold } from "./hold.mjs";

hold(7);
