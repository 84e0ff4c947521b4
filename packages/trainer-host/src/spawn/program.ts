import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * Where the shell would find the program, or null. Asked before the start, because behind setpriv a missing program is
 * no longer an error of spawn but an exit code.
 */
export async function locateProgram(program: string, folder: string, path: string): Promise<string | null> {
  const places = program.includes('/')
    ? [isAbsolute(program) ? program : join(folder, program)]
    : path.split(delimiter).map((place) => join(isAbsolute(place) ? place : join(folder, place), program));
  for (const place of places) {
    try {
      await access(place, constants.X_OK);
      if ((await stat(place)).isFile()) return place;
    } catch {
      // Not here.
    }
  }
  return null;
}
