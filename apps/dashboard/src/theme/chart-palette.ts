/** Ten hues per mode: five drawn solid, the same count again dashed, so that lines differ without colour too. */
export const chartPalette = {
  light: ['#1f5fc9', '#c0500a', '#0f7a5a', '#8a3fb5', '#b3245c', '#0a7490', '#7a6400', '#4c52c9', '#5d6b1d', '#6b5a4d'],
  dark: ['#6fa5ff', '#f29a56', '#4fcb9d', '#c793f0', '#ff86ae', '#56c4de', '#d9bf4b', '#9ea4ff', '#b5c765', '#c9b3a2'],
} as const;
export type ColourScheme = keyof typeof chartPalette;

/** What a chart is drawn with beside its hues; canvas knows no CSS variables. */
export const chartInk = {
  light: { text: '#1b2430', muted: '#566271', line: '#dfe3e9', surface: '#ffffff', raised: '#f0f2f5' },
  dark: { text: '#e6eaf0', muted: '#9aa6b5', line: '#29313c', surface: '#161b22', raised: '#1d242d' },
} as const;

const solidHues = 5;

/** The colour and dash of the nth line of a chart. */
export function lineStyle(scheme: ColourScheme, index: number): { color: string; type: 'solid' | 'dashed' } {
  const hues = chartPalette[scheme];
  const place = index % hues.length;
  return { color: hues[place] ?? hues[0], type: place < solidHues ? 'solid' : 'dashed' };
}
