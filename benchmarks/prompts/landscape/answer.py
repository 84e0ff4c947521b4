"""Answers every item under every prompt with SmolLM2-135M: JSON lines in, JSON lines out.

In, one line each: ``{"prompt": 7, "turns": [{"role": ..., "content": ...}], "items": [text, ...],
"expected": [text, ...], "max_tokens": 8}``. Out, in the same order: ``{"prompt": 7, "answers": [text, ...]}``. Answers
are greedy, in bfloat16, on one thread of a processor or on a GPU. An answer that can no longer be the expected one is cut
short and ends with an ellipsis: its grade is known.

    python answer.py WEIGHTS.gguf [cpu|cuda] < prompts.jsonl > answers.jsonl
"""

import json
import sys
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, DynamicCache


class Answerer:
    def __init__(self, weights: Path, device: str) -> None:
        torch.set_num_threads(1)
        torch.set_default_device(device)
        folder, file = weights.parent, weights.name
        self.tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=file)
        self.model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.bfloat16).eval()
        self.end = self.tokenizer.convert_tokens_to_ids("<|im_end|>")

    def tokens(self, text: str) -> list[int]:
        return self.tokenizer(text, add_special_tokens=False)["input_ids"]

    def answers(self, turns: list[dict], items: list[str], expected: list[str], max_tokens: int) -> list[str]:
        opening = "".join(f"<|im_start|>{turn['role']}\n{turn['content']}<|im_end|>\n" for turn in turns)
        prefix = self.tokens(f"{opening}<|im_start|>user\n")
        asked = [self.tokens(f"{item}<|im_end|>\n<|im_start|>assistant\n") for item in items]
        width = max(len(tokens) for tokens in asked)
        rows = len(items)
        # Shorter items are padded on the left, behind the shared prefix, and the padding is masked.
        padded = torch.tensor([[self.end] * (width - len(tokens)) + tokens for tokens in asked])
        mask = torch.ones(rows, len(prefix) + width, dtype=torch.long)
        for row, tokens in enumerate(asked):
            mask[row, len(prefix) : len(prefix) + width - len(tokens)] = 0
        cache = DynamicCache()
        self.model(torch.tensor([prefix]), past_key_values=cache, use_cache=True, logits_to_keep=1)
        cache.batch_repeat_interleave(rows)
        positions = (mask.cumsum(1) - 1).clamp(min=0)[:, len(prefix) :]
        out = self.model(
            padded, attention_mask=mask, position_ids=positions, past_key_values=cache, use_cache=True, logits_to_keep=1
        )
        written: list[list[int]] = [[] for _ in items]
        open_rows = set(range(rows))
        hopeless: set[int] = set()
        wanted = [plain(text) for text in expected]
        for step in range(max_tokens):
            chosen = out.logits[:, -1].argmax(-1)
            picked = chosen.tolist()
            for row in list(open_rows):
                token = picked[row]
                if token == self.end or token == self.tokenizer.eos_token_id:
                    open_rows.discard(row)
                    continue
                written[row].append(token)
                if not wanted[row].startswith(plain(self.tokenizer.decode(written[row]))):
                    open_rows.discard(row)
                    hopeless.add(row)
            if not open_rows or step == max_tokens - 1:
                break
            mask = torch.cat([mask, torch.ones(rows, 1, dtype=torch.long)], 1)
            out = self.model(
                chosen[:, None],
                attention_mask=mask,
                position_ids=mask.sum(1, keepdim=True) - 1,
                past_key_values=out.past_key_values,
                use_cache=True,
                logits_to_keep=1,
            )
        cut = hopeless | open_rows
        return [self.tokenizer.decode(tokens) + ("…" if row in cut else "") for row, tokens in enumerate(written)]


def plain(text: str) -> str:
    """Letters and digits in lower case: coarser than the grader's normal form, so that nothing right is cut short."""
    return "".join(letter for letter in text.lower() if letter.isalnum())


def main() -> None:
    answerer = Answerer(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "cpu")
    with torch.inference_mode():
        for line in sys.stdin:
            asked = json.loads(line)
            answers = answerer.answers(asked["turns"], asked["items"], asked["expected"], asked["max_tokens"])
            print(json.dumps({"prompt": asked["prompt"], "answers": answers}, ensure_ascii=False), flush=True)


main()
