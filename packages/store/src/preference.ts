import { type Preferences, preferences } from '@trainyard/contracts';
import type { Db } from './connection.ts';
import { jsonb } from './jsonb.ts';

/** What a user chose, or the defaults; also where another version wrote what this one cannot read. */
export async function getPreferences(db: Db, userId: string): Promise<Preferences> {
  const found = await db.query<{ preferences: unknown }>('SELECT preferences FROM user_preference WHERE user_id = $1', [
    userId,
  ]);
  const read = preferences.safeParse(found.rows[0]?.preferences ?? {});
  return read.success ? read.data : preferences.parse({});
}

export async function putPreferences(db: Db, userId: string, chosen: Preferences): Promise<Preferences> {
  await db.query(
    `INSERT INTO user_preference (user_id, preferences) VALUES ($1, $2)
     ON CONFLICT (user_id) DO UPDATE SET preferences = excluded.preferences, changed_at = clock_timestamp()`,
    [userId, jsonb(chosen)],
  );
  return chosen;
}
