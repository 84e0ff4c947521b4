import { z } from 'zod';

/** What a language model is asked for in the optimisation of prompts. */
export const languageRole = z.enum(['primary', 'evaluator', 'optimizer', 'grader']);
export type LanguageRole = z.infer<typeof languageRole>;
