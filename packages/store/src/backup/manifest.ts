export const manifestName = 'manifest.json';

export function tableFile(table: string): string {
  return `${table}.copy.gz`;
}
