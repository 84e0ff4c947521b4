export { type Envelope, envelopeOf } from './envelope.ts';
export { fft } from './fft.ts';
export { orderMarks } from './orders.ts';
export { nearFraction, resample } from './resample.ts';
export { amplitudeSpectrum, type Spectrum, strongestLine, thinSpectrum } from './spectrum.ts';
