/** Items that do not answer are not a chance sample of all: with more of them missing than this leaves, nothing is proved. */
const leastAnswered = 0.9;

export function enoughAnswers(answered: number, asked: number): boolean {
  return answered > 0 && answered >= leastAnswered * asked;
}
