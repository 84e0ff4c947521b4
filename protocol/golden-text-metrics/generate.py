"""Writes the JSON files of this folder with the reference implementations themselves:

    uv run --no-project --with sacrebleu==2.6.0 --with rouge-score==0.1.2 --with nltk==3.10.4 \
        protocol/golden-text-metrics/generate.py
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import nltk
import sacrebleu
from nltk.stem.porter import PorterStemmer
from pydoc_data.topics import topics
from rouge_score import rouge_scorer

HYPOTHESES = ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."]
REFERENCES = [
    ["The dog bit the man.", "It was not unexpected.", "The man bit him first."],
    ["The dog had bit the man.", "No one was surprised.", "The man had bitten the dog."],
]
# Texts that tokenizers disagree about: numbers, entities, dashes, other scripts, blanks that few know.
HARD = [
    ("It costs $1,234.50 - or 5% less.", ["It costs $1,234.50, 5% less.", "The cost is 1234.5 dollars."]),
    ("He said: &quot;No &amp; never&quot; <skipped>", ['He said: "No & never"']),
    ("state-of-the-\nart, 2020-21 and 3.14.", ["state-of-the-art 2020 - 21, and 3.14"]),
    ("a\u00a0b\u2003c\u0085d\u001ce\ufefff", ["a b c d e f", "a b\u0085c"]),
    ("«Größe» → 10 €, naïve… 東京。大阪", ["«Größe» = 10€; naïve … 東京。 京都"]),
    ("1.000,5 x_y@z.com http://a.b/c?d=e&f#g", ["1.000,5 x_y@z.com http://a.b/c?d=e"]),
    ("the the the the the the the", ["the cat is on the mat", "there is a cat on the mat"]),
    ("emoji 😀😀 and 👩‍👩‍👧 here.", ["emoji 😀 and 👩‍👩‍👧 here"]),
    ("no overlap whatsoever", ["completely different text"]),
    ("", ["something"]),
    ("   ", ["something else"]),
    ("x", ["x"]),
    ("x y", ["x y z"]),
    ("Trailing blanks   \t ", ["Trailing blanks"]),
    ("U.S. and U.K., e.g. 3,000.", ["U.S., U.K. e.g. 3,000"]),
]


def words_of(seed: int, count: int, vocabulary: int) -> str:
    draw = random.Random(seed)
    pool = "the a man dog bit 12 3.5 red blue-green it's U.S. (see) running runs; city, cities. Happy happily".split(" ")
    return " ".join(draw.choice(pool[:vocabulary]) for _ in range(count))


def bleu_cases() -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = []
    settings: list[dict[str, Any]] = [{"smooth_method": "exp"}, {"smooth_method": "none"}]
    settings += [{"smooth_method": "floor"}, {"smooth_method": "floor", "smooth_value": 0.01}]
    settings += [{"smooth_method": "add-k"}, {"smooth_method": "add-k", "smooth_value": 0.5}]

    def add(hypotheses: list[str], references: list[list[str]], **options: Any) -> None:
        streams = [list(stream) for stream in zip(*references, strict=True)]
        score = sacrebleu.metrics.BLEU(**options).corpus_score(hypotheses, streams)
        cases.append(
            {
                "input": {"answers": hypotheses, "references": references, **options},
                "expected": {
                    "score": score.score,
                    "precisions": score.precisions,
                    "brevity_penalty": score.bp,
                    "answer_length": score.sys_len,
                    "reference_length": score.ref_len,
                },
            }
        )

    by_item = [list(refs) for refs in zip(*REFERENCES, strict=True)]
    for tokenize in ("13a", "intl", "none"):
        for setting in settings:
            add(HYPOTHESES, by_item, tokenize=tokenize, **setting)
        for hypothesis, references in HARD:
            add([hypothesis], [references], tokenize=tokenize, smooth_method="exp", effective_order=True)
        add([h for h, _ in HARD], [[r[0]] for _, r in HARD], tokenize=tokenize, smooth_method="exp", lowercase=True)
    for seed in range(12):
        hypothesis, reference = words_of(seed, 2 + seed, 8 + seed % 8), words_of(100 + seed, 8, 16)
        for setting in settings:
            add([hypothesis], [[reference]], effective_order=seed % 2 == 0, **setting)
    return cases


def rouge_cases() -> list[dict[str, Any]]:
    pairs = [
        ("testing one two", "testing"),
        ("testing one two", "testing one"),
        ("testing one two", "testing two"),
        ("testing one two", ""),
        ("", "testing"),
        ("w1 w2 w3 w4 w5", "w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5"),
        ("w1 w2 w3 w4 w5\n\nw6 w7", "w6 w7 w1\nw5 w4 w3 w2\n"),
        ("a a a b", "a b a a a"),
        ("The Quick-Brown fox's jumping over 2 lazy dogs.", "Quick brown foxes jumped over two dogs lazily"),
        ("Größe naïve 東京 x", "große naive x"),
        ("one\ntwo three\none", "one one\nthree two"),
        ("\u0130stanbul KELVIN \u212a", "istanbul kelvin k"),
    ]
    pairs += [(words_of(seed, 12, 18), words_of(50 + seed, 9 + seed, 18)) for seed in range(10)]
    pairs += [
        ("\n".join(words_of(7 * seed + i, 6, 10) for i in range(3)), "\n".join(words_of(900 + 7 * seed + i, 5, 10) for i in range(4)))
        for seed in range(10)
    ]
    kinds = ["rouge1", "rouge2", "rougeL", "rougeLsum"]
    cases: list[dict[str, Any]] = []
    for target, prediction in pairs:
        for stem in (False, True):
            scores = rouge_scorer.RougeScorer(kinds, use_stemmer=stem).score(target, prediction)
            expected = {kind: list(scores[kind]) for kind in kinds}
            cases.append({"input": {"target": target, "prediction": prediction, "stem": stem}, "expected": expected})
    return cases


def porter_cases() -> dict[str, str]:
    text = " ".join(topics.values()).lower()
    words = sorted(set(re.findall(r"[a-z]{4,}", text)))
    draw = random.Random(1)
    chosen = set(draw.sample(words, 1400))
    # Every suffix of the paper on stems of every measure.
    stems = ["tr", "fl", "hop", "relat", "form", "condit", "vietnam", "sky", "y", "agre", "fall", "box", "snow", "syzyg", "e1x"]
    suffixes = (
        "s es ies sses ss ed ing eed ied y ational tional enci anci izer bli alli entli eli ousli ization ation ator alism iveness "
        "fulness ousness aliti iviti biliti fulli logi icate ative alize iciti ical ful ness al ance ence er ic able ible ant ement "
        "ment ent sion tion ion ou ism ate iti ous ive ize e ll lle"
    ).split(" ")
    chosen |= {stem + suffix for stem in stems for suffix in suffixes}
    chosen |= set("sky skies dying lying tying news innings outings cannings howe proceed exceed succeed dies died ties".split(" "))
    stemmer = PorterStemmer()
    return {word: stemmer.stem(word) for word in sorted(chosen)}


def write(name: str, content: object) -> None:
    if isinstance(content, list):
        text = "[\n" + ",\n".join(json.dumps(one) for one in content) + "\n]\n"
    else:
        text = json.dumps(content, indent=0) + "\n"
    Path(__file__).with_name(name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    print(f"sacrebleu {sacrebleu.__version__}, nltk {nltk.__version__}")
    write("bleu.json", bleu_cases())
    write("rouge.json", rouge_cases())
    write("porter.json", porter_cases())
