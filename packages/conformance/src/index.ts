export { scaffoldTrainer } from '@trainyard/trainer-catalog';
export { type ConformanceOptions, checkTrainer } from './check-trainer.ts';
export { type Check, type ConformanceReport, type ResumeBadge, reportText } from './report.ts';
export { type TinyDataset, writeTinyDataset, writeTinyUpload } from './tiny-signals.ts';
