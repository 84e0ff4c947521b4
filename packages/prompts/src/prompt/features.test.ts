import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promptFeatures } from './features.ts';

describe('features of a prompt', () => {
  it('count what stands in it', () => {
    const { version, values } = promptFeatures({
      system:
        'You are a careful expert. Please classify the text about {{topic}}.\n\n' +
        '# Rules\n- Never guess.\n- You must answer with ONE word only!\n\nIs it good? For example, "fine" might be good.',
      output: 'Write the label.',
      examples: [{ input: 'a nice day', output: 'positive' }],
    });
    expect(version).toBe(2);
    expect(values).toMatchObject({
      system_paragraphs: 3,
      system_lines: 5,
      system_bullets: 2,
      system_headings: 1,
      system_sentences: 7,
      system_commands: 2,
      system_constraints: 3,
      system_questions: 1,
      system_examples_in_text: 1,
      system_placeholders: 1,
      system_tone_polite: 1,
      system_tone_forceful: 1,
      system_tone_hedged: 1,
      system_tone_role: 1,
      output_commands: 1,
      output_words: 3,
      output_characters: 16,
      output_tokens: 4,
      examples: 1,
      example_input_words: 3,
      example_output_words: 1,
    });
    expect(promptFeatures({ system: 'sevenss eightsss 12', output: '', examples: [] }).values).toMatchObject({
      system_long_words_share: 1 / 3,
      system_vocabulary: 3,
      system_digits_share: 2 / 19,
    });
    expect(values.system_capital_words_share).toBeCloseTo(1 / (values.system_words ?? 0), 12);
  });

  it('have the same names for every prompt, and are finite numbers', () => {
    const names = Object.keys(promptFeatures({ system: '', output: '', examples: [] }).values);
    expect(names).toHaveLength(51);
    const drawn = fc.record({
      system: fc.string({ unit: 'grapheme' }),
      output: fc.string(),
      examples: fc.array(fc.record({ input: fc.string(), output: fc.string() }), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(drawn, (prompt) => {
        const { values } = promptFeatures(prompt);
        expect(Object.keys(values)).toEqual(names);
        expect(Object.values(values).every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      }),
    );
  });

  it('keep the first numbers of the vectors of both parts, under the name of their embedder', () => {
    const prompt = { system: 'Judge.', output: '', examples: [] };
    expect(promptFeatures(prompt)).toMatchObject({ embedder: null, embeddings: null });
    const system = Float32Array.from({ length: 384 }, (_, i) => i / 10);
    const { embedder, embeddings } = promptFeatures(prompt, { embedder: 'tiny', system, output: [1] });
    expect(embedder).toBe('tiny');
    expect(embeddings?.system.slice(0, 3)).toEqual([0, 0.1, 0.2]);
    expect([embeddings?.system.length, embeddings?.output]).toEqual([20, [1, ...Array.from({ length: 19 }, () => 0)]]);
  });
});
