import type { StrategyState } from '@trainyard/prompts/strategies';

/** Of what is handed over: which test items it answered right. Runs on the same items are compared by these pairs. */
export function testAnswers({ cells, parts }: StrategyState, version: string): string | null {
  const row = cells[version] ?? {};
  const lines = parts.test.flatMap((id) => {
    const result = row[id];
    if (result === undefined || result === null || result.status === 'missing') return [];
    return [`${quoted(id)},right,${result.status === 'ok' ? 'right' : 'wrong'}`];
  });
  return lines.length === 0 ? null : `sample_id,truth,prediction\n${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
