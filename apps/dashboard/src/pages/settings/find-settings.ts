interface Setting {
  env: string;
  value: string;
  meaning: string;
  group: string;
}

/** Settings that have every word somewhere. */
export function settingsWith<T extends Setting>(settings: readonly T[], words: string): T[] {
  const wanted = words.toLowerCase().split(/\s+/);
  return settings.filter(({ env, value, meaning, group }) => {
    const text = `${env} ${value} ${meaning} ${group}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
