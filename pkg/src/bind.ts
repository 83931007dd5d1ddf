// Ties what needs the module to an entry's way to it. The way is told when it is first needed, so that importing an entry
// does nothing, and a bundler may drop what a program does not use.

import { readAttendees as read } from "./attendee-file.js";
import { Meshi as Client } from "./meshi.js";
import { setLoader, type Loader } from "./runtime.js";

/** The client, whose module comes by way of `loader`. */
export function meshiWith(loader: Loader): typeof Client {
  // The key gives the class its name, whatever a minifier calls things.
  const named = {
    Meshi: class extends Client {
      constructor(...given: ConstructorParameters<typeof Client>) {
        setLoader(loader);
        super(...given);
      }
    },
  };
  return named.Meshi;
}

/** `readAttendees`, whose module comes by way of `loader`. */
export function readAttendeesWith(loader: Loader): typeof read {
  return (...given) => {
    setLoader(loader);
    return read(...given);
  };
}
