import { formatFigure, type HeatView, heatColour, shortenAll } from '@trainyard/sections';
import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import classes from './heat-canvas.module.css';
import { colourTable } from './heat-pixels.ts';
import { useChartPalette } from './use-chart-palette.ts';

export interface HeatCanvasProps {
  heat: HeatView;
  describedBy: string;
}

const ticks = (count: number, most: number): number[] => {
  const step = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
};

/**
 * A heat map of any size: a pixel a cell, stretched by the browser. Twenty times faster than a chart of rectangles.
 */
export function HeatCanvas({ heat, describedBy }: HeatCanvasProps) {
  const palette = useChartPalette();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [at, setAt] = useState<{ r: number; c: number } | null>(null);
  const [rows, columns] = [heat.values.length, heat.x.length];

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || rows === 0 || columns === 0) return;
    const image = context.createImageData(columns, rows);
    const colours = colourTable(heat, (value) => heatColour(palette, heat, value));
    heat.values.forEach((row, r) => {
      for (let c = 0; c < columns; c++) image.data.set(colours(row[c] ?? Number.NaN), (r * columns + c) * 4);
    });
    context.putImageData(image, 0, 0);
  }, [heat, palette, rows, columns]);

  const point = (event: PointerEvent<HTMLCanvasElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const c = Math.floor(((event.clientX - box.left) / box.width) * columns);
    const r = Math.floor(((event.clientY - box.top) / box.height) * rows);
    setAt(r >= 0 && r < rows && c >= 0 && c < columns ? { r, c } : null);
  };
  const value = at ? (heat.values[at.r]?.[at.c] ?? Number.NaN) : Number.NaN;
  const said = heat.scale === 'classes' ? (heat.classes[value] ?? `class ${value}`) : formatFigure(value, heat.unit);
  const height = Math.max(96, Math.min(420, rows * (rows <= 12 ? 30 : rows <= 40 ? 14 : 6)));
  const rowLabels = useMemo(() => shortenAll(heat.y, 16), [heat]);
  const widest = rowLabels.reduce((most, label) => Math.max(most, label.length), 1);
  const key = useMemo(() => keyOf(heat), [heat]);
  return (
    <div className={classes.map}>
      <div className={classes.rows} style={{ height, width: `${widest}ch` }} aria-hidden="true">
        {ticks(rows, Math.max(1, Math.floor(height / 16))).map((r) => (
          <span key={r} className={classes.rowLabel} style={{ top: `${((r + 0.5) / rows) * 100}%` }}>
            <bdi>{rowLabels[r]}</bdi>
          </span>
        ))}
      </div>
      <div role="img" aria-labelledby={describedBy} className={classes.picture}>
        <canvas
          ref={canvas}
          width={columns}
          height={rows}
          style={{ height }}
          className={classes.canvas}
          onPointerMove={point}
          onPointerLeave={() => setAt(null)}
        />
      </div>
      <div className={classes.columns} aria-hidden="true">
        {ticks(columns, 8).map((c) => (
          <span
            key={c}
            className={classes.columnLabel}
            style={{ left: `${((c + 0.5) / columns) * 100}%`, maxWidth: `${100 / Math.min(columns, 8)}%` }}
          >
            <bdi>{heat.x[c]}</bdi>
          </span>
        ))}
      </div>
      <p className={classes.readout} aria-hidden="true">
        {at ? (
          <>
            <bdi>{heat.y[at.r]}</bdi>, <bdi>{heat.x[at.c]}</bdi>: <b>{said}</b>
          </>
        ) : (
          key.map(({ label, value: shown }) => (
            <span key={label} className={classes.key}>
              <i style={{ background: heatColour(palette, heat, shown) }} />
              <bdi>{label}</bdi>
            </span>
          ))
        )}
      </p>
    </div>
  );
}

/** What the colours mean: a swatch a class, or the ends and the middle of the scale. */
function keyOf(heat: HeatView): { label: string; value: number }[] {
  if (heat.scale === 'classes') {
    const seen = [...new Set(heat.values.flat())].filter(Number.isFinite).sort((a, b) => a - b);
    return seen.slice(0, 20).map((value) => ({ value, label: heat.classes[value] ?? `class ${value}` }));
  }
  const most = Math.max(Math.abs(heat.low), Math.abs(heat.high));
  const ends = heat.scale === 'signed' ? [-most, 0, most] : heat.low === heat.high ? [heat.low] : [heat.low, heat.high];
  return ends.map((value) => ({ value, label: formatFigure(value, heat.unit) }));
}
