import { Slider } from '@mantine/core';
import { useId } from 'react';
import classes from './smoothing-slider.module.css';

/** All of it would be a flat line. */
export const mostSmoothing = 0.98;

export interface SmoothingSliderProps {
  value: number;
  onChange: (value: number) => void;
  /** When the slider is let go. */
  onChangeEnd?: (value: number) => void;
}

export function SmoothingSlider({ value, onChange, onChangeEnd }: SmoothingSliderProps) {
  const label = useId();
  return (
    <span className={classes.smoothing}>
      <span id={label}>Smoothing</span>
      <Slider
        w={84}
        size="sm"
        min={0}
        max={mostSmoothing}
        step={0.02}
        label={null}
        value={value}
        onChange={onChange}
        {...(onChangeEnd === undefined ? {} : { onChangeEnd })}
        thumbProps={{ 'aria-labelledby': label }}
      />
    </span>
  );
}
