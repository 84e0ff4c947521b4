import { describe, expect, it } from 'vitest';
import { lineStyles, partAndFigure } from './line-style.ts';
import { light } from './palette.ts';

const style = (...names: string[]) =>
  lineStyles(
    light,
    names.map((name) => ({ name, dashed: false })),
  );
const [blue, orange] = light.series;

describe('lines', () => {
  it('are read as a part and a figure', () => {
    expect(partAndFigure('train loss')).toEqual({ part: 'train', figure: 'loss' });
    expect(partAndFigure('val_accuracy')).toEqual({ part: 'validation', figure: 'accuracy' });
    expect(partAndFigure('test/log_loss')).toEqual({ part: 'test', figure: 'log loss' });
    expect(partAndFigure('constraint')).toEqual({ part: null, figure: 'constraint' });
  });

  it('are blue for loss and orange for accuracy, dashed for training and solid for validation', () => {
    expect(style('validation accuracy', 'train loss', 'validation loss', 'train accuracy')).toEqual([
      { colour: orange, dash: 'solid' },
      { colour: blue, dash: 'dashed' },
      { colour: blue, dash: 'solid' },
      { colour: orange, dash: 'dashed' },
    ]);
    expect(style('validation accuracy')).toEqual([{ colour: orange, dash: 'solid' }]);
  });

  it('of other figures have hues of their own, dashed after the fifth', () => {
    const styles = style('a', 'b', 'c', 'd', 'e', 'f');
    expect(new Set(styles.map((s) => s.colour)).size).toBe(6);
    expect(styles.map((s) => s.dash)).toEqual(['solid', 'solid', 'solid', 'solid', 'solid', 'dashed']);
  });

  it('are dashed where the trainer says so', () => {
    expect(lineStyles(light, [{ name: 'x', dashed: true }])[0]?.dash).toBe('dashed');
  });
});
