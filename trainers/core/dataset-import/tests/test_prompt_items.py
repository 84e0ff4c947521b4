"""Needs the scientific environment: `<environment>/bin/python -m pytest trainers/core/dataset-import`."""

import csv
import hashlib
import json
import sys
from pathlib import Path

import pytest
from trainyard.testing import ProcessHost, task_file

pa = pytest.importorskip("pyarrow", reason="the scientific environment is not the one that runs this suite")
pq = pytest.importorskip("pyarrow.parquet")

HERE = Path(__file__).parents[1]
DEFAULTS = {
    "name": "sentiment",
    "kind": "auto",
    "rate_hz": 0,
    "label_from": "auto",
    "columns": {},
    "label_column": "",
    "channel": "",
    "nan": "refuse",
    "source": "",
    "max_unpacked_gb": 1,
}
HOSTILE = ['<script>alert("1")</script>', "\u202etfel ot thgir", "😀" * 300, 'a "quoted"\nline, and more', "=1+1"]


class Result:
    def __init__(self, host, output):
        self.host, self.done, self.folder = host, host.lines[-1], output / "dataset"
        self.lines = {}
        if (output / "import-report.csv").exists():
            with (output / "import-report.csv").open(newline="", encoding="utf-8") as file:
                self.lines = {row["file"]: (row["outcome"], row["reason"]) for row in csv.DictReader(file)}

    @property
    def items(self):
        return [json.loads(line) for line in (self.folder / "data/items.jsonl").read_text("utf-8").split("\n") if line]

    @property
    def manifest(self):
        return json.loads((self.folder / "manifest.json").read_text("utf-8"))

    @property
    def index(self):
        with (self.folder / "index.csv").open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))


@pytest.fixture
def upload(tmp_path):
    folder = tmp_path / "upload"
    folder.mkdir()
    return folder


@pytest.fixture
def run_import(upload, tmp_path):
    runs = iter(range(10))

    def run(**config):
        here = tmp_path / f"run{next(runs)}"
        here.mkdir()
        task = task_file(here, upload=str(upload), config={**DEFAULTS, **config})
        host = ProcessHost([sys.executable, "main.py"], task, cwd=HERE)
        host.wait(300)
        assert host.lines[-1]["type"] == "done", host.output
        return Result(host, here / "output")

    return run


def test_a_csv_with_input_and_expected_is_a_prompt_data_set_by_itself(upload, run_import):
    (upload / "items.csv").write_text(
        "Input,expected,group,language\n"
        '"Great, really",positive,anna,en\n"Two\nlines",007,anna,en\nBad,negative,bert,de\nAwful,negative,,de\n'
    )
    result = run_import()
    assert result.done["status"] == "completed"
    assert result.done["metrics"]["samples"] == 4
    assert result.items[1] == {
        "id": "2",
        "input": "Two\nlines",
        "expected": "007",
        "group": "anna",
        "values": {"language": "en"},
    }
    assert result.items[3]["group"] is None
    manifest = result.manifest
    assert (manifest["kind"], manifest["unit_column"], manifest["splits"]) == ("prompts", "group", {})
    assert manifest["classes"] == ["007", "negative", "positive"]
    assert [row["label"] for row in result.index] == ["positive", "007", "negative", "negative"]
    assert [row["group"] for row in result.index] == ["anna", "anna", "bert", ""]
    assert {row["file"] for row in result.index} == {"data/items.jsonl"}
    listed = {file["path"]: file["sha256"] for file in manifest["files"]}
    assert listed["data/items.jsonl"] == hashlib.sha256((result.folder / "data/items.jsonl").read_bytes()).hexdigest()


@pytest.mark.parametrize("ending", ["tsv", "csv", "jsonl", "parquet"])
def test_every_format_gives_the_same_items_and_hostile_texts_stay_as_they_are(upload, run_import, ending):
    rows = [{"id": f"q{i}", "input": text, "expected": text[::-1], "note": "n"} for i, text in enumerate(HOSTILE)]
    path = upload / f"items.{ending}"
    if ending == "jsonl":
        path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    elif ending == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    else:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter="\t" if ending == "tsv" else ",")
            writer.writeheader()
            writer.writerows(rows)
    items = run_import().items
    assert [item["input"] for item in items] == HOSTILE
    assert [item["expected"] for item in items] == [text[::-1] for text in HOSTILE]
    assert [item["id"] for item in items] == ["q0", "q1", "q2", "q3", "q4"]
    assert items[0]["values"] == {"note": "n"}


def test_other_column_names_are_given_by_the_setting_columns(upload, run_import):
    (upload / "faq.csv").write_text("question;answer;customer\nWho?;Me;c1\nWhen?;Now;c2\n")
    result = run_import(columns={"input": "question", "expected": "answer", "group": "customer"})
    assert result.done["status"] == "completed"
    assert [(i["input"], i["expected"], i["group"]) for i in result.items] == [
        ("Who?", "Me", "c1"),
        ("When?", "Now", "c2"),
    ]


def test_json_lines_with_ever_new_keys_are_no_table(upload, run_import):
    lines = [json.dumps({"input": "a", "expected": "b", f"key-{i}": i}) for i in range(1200)]
    (upload / "items.jsonl").write_text("\n".join(lines))
    result = run_import(kind="prompts")
    assert result.done["status"] == "failed"
    assert "more than 1000 different keys" in result.done["message"]


def test_json_values_that_are_no_texts_are_kept_as_json(upload, run_import):
    (upload / "items.jsonl").write_text(
        '{"input": "a", "expected": {"year": 1999}}\n\n{"input": "b", "expected": 7}\n'
        'not json\n[1]\n{"input": 5, "expected": null}\n'
    )
    result = run_import()
    assert [i["expected"] for i in result.items] == ['{"year": 1999}', "7", ""]
    assert "no JSON" in result.lines["items.jsonl row 4"][1]
    assert "no JSON object" in result.lines["items.jsonl row 5"][1]


def test_a_missing_column_is_told_with_those_that_are_there(upload, run_import):
    (upload / "items.csv").write_text("question,answer\nWho?,Me\nWhen?,Now\n")
    result = run_import(kind="prompts")
    assert result.done["status"] == "failed"
    message = result.done["message"]
    assert "items.csv" in message
    assert "columns input and expected are missing; the table has question, answer" in message
    assert "columns.input=NAME" in message
    named = run_import(kind="prompts", columns={"input": "nope", "expected": "answer"})
    assert "columns.input names 'nope'; the table has question, answer" in named.done["message"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it is empty"),
        ("input,expected\n", "it has no rows"),
        ("input,expected\n  ,x\n,y\n", "no row of it can be used"),
        ("input,expected\nonly,one\n", "only one item is left"),
        ("input,expected,input\na,b,c\n", "its column 'input' comes twice"),
    ],
)
def test_a_file_that_gives_nothing_to_try_a_prompt_on_is_refused_in_words(upload, run_import, text, words):
    (upload / "items.csv").write_text(text)
    result = run_import(kind="prompts")
    assert result.done["status"] == "failed"
    assert words in result.done["message"]
    assert result.host.lines_of("artifact")[-1]["path"] == "import-report.csv"


def test_several_files_are_refused_by_name(upload, run_import):
    for name in ("a.csv", "b.csv"):
        (upload / name).write_text("input,expected\n1,2\n3,4\n")
    assert "there are 2: a.csv, b.csv" in run_import(kind="prompts").done["message"]


def test_rows_that_cannot_be_used_are_left_out_by_number(upload, run_import):
    long = "x" * 100_001
    (upload / "items.csv").write_text(f"input,expected\nok,1\n ,2\n{long},3\nok too,{long}\nshort\nfine,6\n")
    result = run_import()
    assert [item["id"] for item in result.items] == ["1", "6"]
    assert "its input is empty" in result.lines["items.csv row 2"][1]
    assert "its input has 100,001 characters" in result.lines["items.csv row 3"][1]
    assert "its expected has 100,001 characters" in result.lines["items.csv row 4"][1]
    assert "it has 1 values, expected 2" in result.lines["items.csv row 5"][1]


def test_empty_answers_twins_and_contradictions_are_kept_and_said(upload, run_import):
    (upload / "items.csv").write_text("input,expected\nHello  World,a\nhello world,b\nsame,c\nSAME,c\nfree,\n")
    result = run_import()
    assert len(result.items) == 5
    notes = " ".join(result.manifest["notes"])
    assert "1 item of 5 has no expected text" in notes
    assert "4 items share their input" in notes
    assert "different expected texts: rows 1 and 2." in notes
    table = next(s for s in result.host.lines_of("section") if s["section"]["title"] == "Contradictions")
    assert [row[1] for row in table["section"]["data"]["rows"]] == [1, 2]


def test_a_column_of_parts_is_a_split_that_comes_with_the_data(upload, run_import):
    (upload / "items.csv").write_text("input,expected,part\na,1,train\nb,2,Test\nc,3,\n")
    result = run_import()
    assert result.manifest["splits"] == {"given": "splits/given.csv"}
    given = (result.folder / "splits/given.csv").read_text()
    assert given == "sample_id,part\n1,train\n2,test\n3,\n"
    (upload / "items.csv").write_text("input,expected,part\na,1,bolt\nb,2,nut\n")
    other = run_import()
    assert other.manifest["splits"] == {}
    assert other.items[0]["values"] == {"part": "bolt"}
    named = run_import(columns={"part": "part"})
    assert "its part is 'bolt'" in named.lines["items.csv row 1"][1]


def test_names_that_come_twice_are_no_names_and_many_different_answers_are_no_classes(upload, run_import):
    rows = "".join(f"x,question {i},answer {i}\n" for i in range(60))
    (upload / "items.csv").write_text(f"id,input,expected\n{rows}")
    result = run_import()
    assert [item["id"] for item in result.items][:2] == ["1", "2"]
    assert "does not name each item once" in " ".join(result.manifest["notes"])
    assert result.manifest["classes"] == []
    assert {row["label"] for row in result.index} == {""}
