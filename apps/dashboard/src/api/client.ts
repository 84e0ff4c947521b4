import { createClient } from '@trainyard/api-client';

/** The server that this page came from; the session's cookie goes along by itself. */
export const client = createClient({
  url: '',
  // A browser's fetch must not be called as a method of something else.
  fetch: (input, init) => fetch(input, init),
});
