import { describe, expect, it } from 'vitest';
import { fileName } from './save-file.ts';

describe('the name of a saved file', () => {
  it('is the title in letters, digits and hyphens', () => {
    expect(fileName('ROC, one class against the rest', 'svg')).toBe('roc-one-class-against-the-rest.svg');
    expect(fileName('../../<script>', 'csv')).toBe('script.csv');
  });

  it('keeps letters of every script, and is never empty or endless', () => {
    expect(fileName('محور 3', 'csv')).toBe('محور-3.csv');
    expect(fileName('///', 'png')).toBe('picture.png');
    expect(fileName('x'.repeat(300), 'png')).toHaveLength(64);
  });
});
