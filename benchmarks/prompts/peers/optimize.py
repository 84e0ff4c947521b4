"""Runs GEPA or MIPROv2 as their authors publish them, against language models behind one OpenAI address.

One JSON line in, one out. In: ``{"arm": "gepa" | "miprov2", "url": ..., "key": ..., "task": model, "writer": model,
"seed": 3, "budget": 600, "start": prompt, "train": [{"input": ..., "expected": ...}], "validation": [...]}``.
Out: ``{"prompt": text}``. The budget is unique task calls and calls of the writer together; what was really spent is
counted by who answers.

``"turns": true`` shows the model the examples in GEPA's text as turns. With ``"demos": 4`` MIPROv2 may show so many
examples of its own choice, and ``"judge": {"model": ..., "inputs": [...]}`` asks its program, in its own form of
messages: ``"answers"`` and ``"shown"``, all that stands before an input, come back too.

Sources: GEPA, Agrawal et al. 2025 (package gepa); MIPROv2, Opsahl-Ong et al. 2024 (package dspy).
"""

import json
import os
import sys
import tempfile

os.environ.setdefault("DSPY_CACHEDIR", tempfile.mkdtemp(prefix="dspy-"))


def as_turns(messages: list[dict]) -> list[dict]:
    """The last lines of a system turn, where they read ``input => answer``, as turns of their own."""
    system, *rest = messages
    text, _, last = system["content"].rpartition("\n\n")
    lines = [line.split(" => ") for line in last.split("\n")]
    if text == "" or any(len(line) != 2 for line in lines):
        return messages
    shown = [({"role": "user", "content": i}, {"role": "assistant", "content": o}) for i, o in lines]
    return [{"role": "system", "content": text}, *(turn for pair in shown for turn in pair), *rest]


def run_gepa(asked: dict) -> dict:
    import gepa
    from gepa.adapters.default_adapter.default_adapter import EvaluationResult
    from openai import OpenAI

    client = OpenAI(base_url=asked["url"], api_key=asked["key"], max_retries=0)
    unique: set[str] = set()

    def ask(model: str, messages: list[dict]) -> str:
        if asked.get("turns") and model == asked["task"]:
            messages = as_turns(messages)
        unique.add(json.dumps([model, messages]))
        # A writer that is asked again may write something else.
        fresh = {"X-Trainyard-Cache": "off"} if model == asked["writer"] else {}
        answer = client.chat.completions.create(model=model, messages=messages, extra_headers=fresh)
        return answer.choices[0].message.content or ""

    def judge(data: dict, response: str) -> EvaluationResult:
        right = response.strip() == data["answer"]
        told = (
            "Right." if right else f"Wrong. The right answer is '{data['answer']}', as it stands here and nothing else."
        )
        return EvaluationResult(score=float(right), feedback=told, objective_scores=None)

    def items(part: str) -> list[dict]:
        return [{"input": i["input"], "additional_context": {}, "answer": i["expected"]} for i in asked[part]]

    class SilentLogger:
        def log(self, message: str) -> None:
            pass

    found = gepa.optimize(
        seed_candidate={"system_prompt": asked["start"]},
        trainset=items("train"),
        valset=items("validation"),
        task_lm=lambda messages: ask(asked["task"], list(messages)),
        evaluator=judge,
        reflection_lm=lambda prompt: ask(
            asked["writer"], [{"role": "user", "content": prompt}] if isinstance(prompt, str) else prompt
        ),
        stop_callbacks=[lambda state: len(unique) >= asked["budget"]],
        # A landscape where nothing is left to gain would be asked for ever.
        max_metric_calls=20 * asked["budget"],
        seed=asked["seed"],
        logger=SilentLogger(),
    )
    return {"prompt": found.best_candidate["system_prompt"]}


def run_miprov2(asked: dict) -> dict:
    import dspy
    from dspy.utils.exceptions import AdapterParseError

    def model(name: str) -> "dspy.LM":
        fresh = {"X-Trainyard-Cache": "off"} if name == asked["writer"] else {}
        return dspy.LM(
            f"openai/{name}",
            api_base=asked["url"],
            api_key=asked["key"],
            cache=False,
            num_retries=0,
            extra_headers=fresh,
        )

    task = model(asked["task"])
    demos = asked.get("demos", 0)
    dspy.configure(lm=task)
    if demos > 0:
        # A small model that misses the form would be asked each question twice, and be wrong again.
        dspy.configure(adapter=dspy.ChatAdapter(use_json_adapter_fallback=False))
    signature = dspy.Signature("input -> answer", asked["start"])

    def items(part: str) -> list:
        return [dspy.Example(input=i["input"], answer=i["expected"]).with_inputs("input") for i in asked[part]]

    def right(example, prediction, trace=None) -> float:
        return float(str(prediction.answer).strip() == example.answer)

    validation = items("validation")
    # A trial costs a minibatch; every fifth one pass over all validation items besides.
    minibatch = 25
    # Each set of examples of its own is looked for once among the training items.
    sets = 6
    searched = len(asked["train"]) * (sets - 2) if demos > 0 else 0
    trials = max(2, int((asked["budget"] - searched - len(validation)) / (minibatch + len(validation) / 5)))
    optimizer = dspy.MIPROv2(
        metric=right,
        prompt_model=model(asked["writer"]),
        task_model=task,
        max_bootstrapped_demos=demos,
        max_labeled_demos=demos,
        auto=None,
        num_candidates=sets if demos > 0 else max(4, min(30, trials)),
        # An answer in another form than it asks for is an error to it; it counts as wrong and ends nothing.
        max_errors=100_000,
        num_threads=1,
        seed=asked["seed"],
        verbose=False,
    )
    program = optimizer.compile(
        dspy.Predict(signature),
        trainset=items("train"),
        valset=validation,
        num_trials=trials,
        minibatch=True,
        minibatch_size=minibatch,
        minibatch_full_eval_steps=5,
        program_aware_proposer=False,
        data_aware_proposer=True,
        tip_aware_proposer=False,
        fewshot_aware_proposer=False,
        seed=asked["seed"],
    )
    told = {"prompt": program.signature.instructions}
    judge = asked.get("judge")
    if judge is None:
        return told
    turns = dspy.settings.adapter.format(program.signature, program.demos, {"input": ""})
    program.set_lm(model(judge["model"]))
    answers = []
    for text in judge["inputs"]:
        try:
            answers.append(str(program(input=text).answer))
        except AdapterParseError:
            answers.append("")
    return told | {"answers": answers, "shown": "\n\n".join(turn["content"] for turn in turns[:-1])}


arms = {"gepa": run_gepa, "miprov2": run_miprov2}


def main() -> None:
    # Whatever the packages print goes to standard error: standard output is for the answer.
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    asked = json.loads(sys.stdin.readline())
    try:
        told = arms[asked["arm"]](asked)
    except Exception as fault:
        told = {"fault": f"{type(fault).__name__}: {fault}"[:500]}
    print(json.dumps(told), file=answer, flush=True)


main()
