/** How the page stands to the server's event stream. `idle`: nobody asks for events, or nobody looks. */
export type Connection =
  | { status: 'idle' }
  | { status: 'connecting' }
  | { status: 'live' }
  | { status: 'lost' /** Milliseconds since 1970. */; since: number };

export function sameConnection(a: Connection, b: Connection): boolean {
  return a.status === b.status && (a.status !== 'lost' || b.status !== 'lost' || a.since === b.since);
}
