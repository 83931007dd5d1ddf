// A program that is bundled into one minified file, where only names that are strings survive.

import { Meshi, MeshiApiError, MeshiNotFoundError, isMeshiError, readAttendees } from "meshi-partner";
import { scenario } from "./scenario.mjs";

const partner = { Meshi, MeshiApiError, MeshiNotFoundError, isMeshiError, readAttendees };
console.log(JSON.stringify(await scenario(partner, {})));
