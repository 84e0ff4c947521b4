import type { Db } from './connection.ts';

/** For people: such as `17.2`. */
export async function serverVersion(db: Db): Promise<string> {
  const found = await db.query<{ version: string }>("SELECT current_setting('server_version') AS version");
  return found.rows[0]?.version ?? '';
}
