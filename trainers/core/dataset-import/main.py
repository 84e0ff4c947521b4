"""Turns what a user uploaded into a data set version, and says what became of every file."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import trainyard
from dataset_import.archives import unpack_all
from dataset_import.item_file import JSON_LINES
from dataset_import.plan import Files, Plan, Wanted, from_places, from_table, sort_out
from dataset_import.prompt_items import Items, contradicting
from dataset_import.prompts import GIVEN_SPLIT, classes_of, has_groups, has_parts, import_prompts, looks_like_prompts
from dataset_import.report import Report, Unusable
from dataset_import.signals import Options, SignalImport
from dataset_import.table import TABLE_FILE, import_tables, looks_like_table
from dataset_import.version import Facts, Recording, write_index, write_manifest

_SHOWN_LINES = 1000
_LOGGED_TROUBLES = 100


def badge_of(files: Files) -> str | None:
    """A data set that was exported from here keeps its badge: simulated numbers stay marked as such."""
    for path, name in files:
        if name.rsplit("/", 1)[-1] == "manifest.json":
            try:
                badge = json.loads(path.read_text(encoding="utf-8")).get("badge")
            except (ValueError, AttributeError):
                return None
            return badge if isinstance(badge, str) else None
    return None


def import_signals(run: trainyard.Run, plan: Plan, folder: Path, report: Report) -> tuple[list[Recording], Facts]:
    config = run.config
    options = Options(config["rate_hz"] or None, config["channel"], config["nan"] == "fill")
    importing = SignalImport(folder, options, report)
    said = 0.0

    def on_file(i: int, wanted: Wanted) -> None:
        nonlocal said
        if time.monotonic() - said > 0.2:
            said = time.monotonic()
            run.progress(step=i, total_steps=len(plan.wanted), phase="read", message=wanted.shown_as[-200:])
        if run.should_stop:
            run.leave()

    importing.run(plan, on_file)
    roles = plan.roles
    found = importing.recordings
    own = sorted({c for r in found for c in r.conditions} - set(roles.conditions if roles else ()))
    facts = Facts(
        kind="signals",
        unit_column=roles.get("unit") if roles else None,
        label_column="label" if any(r.label for r in found) else None,
        condition_columns=[*(roles.conditions if roles else ()), *own],
        source=config["source"],
    )
    return found, facts


def show_signals(run: trainyard.Run, found: list[Recording], facts: Facts, plan: Plan) -> None:
    rates = Counter(r.rate_hz for r in found)
    lengths = [r.seconds for r in found]
    units = {r.unit for r in found if r.unit}
    rows = {
        "Recordings": str(len(found)),
        "Found by": plan.how,
        "Classes": ", ".join(f"{k or 'none'} ({n})" for k, n in sorted(Counter(r.label for r in found).items())),
        "Units": f"{len(units)} ({facts.unit_column})" if units else "none declared",
        "Sampling rates": ", ".join(f"{rate:g} Hz ({n})" for rate, n in sorted(rates.items())),
        "Length": f"{min(lengths):.3g} to {max(lengths):.3g} s, {sum(lengths):.4g} s in all",
        "Channels": ", ".join(sorted({c for r in found for c in r.channels})) or "one",
        "Conditions": ", ".join(facts.condition_columns) or "none",
    }
    notes: list[str] = []
    if plan.roles is None and facts.label_column and run.config["label_from"] == "auto":
        notes.append("Labels were guessed from where the files lie; label_from=none imports them without.")
    if len(rates) > 1:
        notes.append("Recordings have different rates; trainers resample to the lowest and say so.")
    if len({len(r.channels) for r in found}) > 1:
        notes.append("Recordings have different numbers of channels; choose one with the setting channel.")
    run.section("summary", "Data set", {"rows": [{"label": k, "value": v} for k, v in rows.items()]}, notes)
    counts: dict[tuple[str, str], list[Recording]] = {}
    for r in found:
        counts.setdefault((r.label or "none", r.unit or "none"), []).append(r)
    table: list[list[object]] = []
    for (label, unit), group in sorted(counts.items()):
        rates_here = " ".join(f"{rate:g}" for rate in sorted({r.rate_hz for r in group}))
        table.append([label, unit, len(group), round(sum(r.seconds for r in group), 3), rates_here])
    if len(table) <= _SHOWN_LINES:
        columns = ["class", facts.unit_column or "unit", "recordings", "seconds", "rates (Hz)"]
        run.section("table", "Classes and units", {"columns": columns, "rows": table})


_FIRST_ITEMS = 10
_SHOWN_CHARACTERS = 300


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]} …"


def show_items(run: trainyard.Run, items: Items) -> None:
    kept = items.kept
    groups, classes = {item.group for item in kept if item.group}, classes_of(kept)
    answers = Counter(item.expected for item in kept if item.expected.strip())
    parts = Counter(item.part or "none" for item in kept)
    lengths = [len(item.input) for item in kept]
    rows = {
        "Items": f"{len(kept):,}",
        "Different expected texts": f"{len(answers):,}",
        "Classes": ", ".join(f"{_short(k)} ({answers[k]})" for k in classes) or "none: expected texts differ too much",
        "Groups": f"{len(groups):,}" if groups else "none declared",
        "Length of inputs": f"{min(lengths):,} to {max(lengths):,} characters",
        "Further columns": ", ".join(kept[0].values) or "none",
        "Parts given": ", ".join(f"{k} ({n})" for k, n in sorted(parts.items())) if has_parts(kept) else "none",
    }
    run.section("summary", "Data set", {"rows": [{"label": k, "value": v} for k, v in rows.items()]}, items.notes)
    first = [[item.id, _short(item.input), _short(item.expected), item.group] for item in kept[:_FIRST_ITEMS]]
    columns = ["item", "input", "expected", "group"]
    run.section("table", "First items", {"columns": columns, "rows": first}, [])
    torn = contradicting(kept)
    if torn:
        cells = [[_short(g[0].input), i.row, _short(i.expected)] for g in torn[:_SHOWN_LINES] for i in g[:20]]
        note = "Only one of the expected texts of an input can be right."
        columns = ["input", "row", "expected"]
        run.section("table", "Contradictions", {"columns": columns, "rows": cells}, [note])


def import_items(run: trainyard.Run, files: Files, folder: Path, report: Report) -> tuple[Items, Facts]:
    config = run.config
    items = import_prompts(files, config["columns"], folder, report)
    facts = Facts(
        kind="prompts",
        unit_column="group" if has_groups(items.kept) else None,
        label_column="label" if classes_of(items.kept) else None,
        source=config["source"],
        notes=items.notes,
        classes=classes_of(items.kept),
        splits={"given": GIVEN_SPLIT} if has_parts(items.kept) else {},
    )
    return items, facts


def show_report(run: trainyard.Run, report: Report) -> None:
    lines = report.worst_first()
    outcomes = Counter(line.outcome for line in lines)
    notes = [", ".join(f"{n} {outcome}" for outcome, n in outcomes.most_common()) + "."]
    if len(lines) > _SHOWN_LINES:
        notes.append(f"The first {_SHOWN_LINES} of {len(lines)} lines; all are in import-report.csv.")
    rows = [[line.file, line.outcome, line.reason] for line in lines[:_SHOWN_LINES]]
    run.section("table", "What became of every file", {"columns": ["file", "outcome", "reason"], "rows": rows}, notes)
    report.write(run.output / "import-report.csv")
    run.artifact("import-report.csv", "report")
    for i, line in enumerate(line for line in lines if line.outcome in ("refused", "imported with a warning")):
        if i == _LOGGED_TROUBLES:
            run.log("warning", "More files were refused; see the table of files.")
            break
        run.log("warning", f"{line.file}: {line.outcome}: {line.reason}")


_FOR_ITEMS = {"id", "input", "expected", "group", "part"}


def choose_kind(config: Mapping[str, Any], files: Files, plan: Plan | None) -> str:
    if config["kind"] != "auto":
        return config["kind"]
    if plan is None and (looks_like_prompts(files, config["columns"]) or _FOR_ITEMS & set(config["columns"])):
        return "prompts"
    return "table" if plan is None and looks_like_table(files) and not config["rate_hz"] else "signals"


def main() -> int:
    run = trainyard.start(pause=False, stop=False, checkpoint=False)
    if run.upload is None:
        run.fail("bad-config", "There is nothing to import: no files were uploaded.")
        return 1
    config, report = run.config, Report()
    work, folder = run.output / "unpacked", run.output / "dataset"
    for path in (work, folder):  # an earlier attempt may have left half of it
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)

    run.progress(phase="unpack")
    everything = unpack_all(run.upload, work, config["max_unpacked_gb"] * 2**30, report)
    badge = badge_of(everything)
    # Kinds that are read from JSON Lines take no other files beside it.
    lines = JSON_LINES if config["kind"] in ("auto", "prompts") else ()
    files = sort_out(everything, report, also=lines)
    try:
        plan = None if config["kind"] in ("table", "prompts") else from_table(files, config["columns"], report)
    except Unusable as reason:
        run.fail("bad-config", str(reason))
        return 1

    kind = choose_kind(config, files, plan)
    recordings: list[Recording] = []
    classes, samples = 0, 0
    if kind == "prompts":
        try:
            items, facts = import_items(run, files, folder, report)
        except Unusable as reason:
            show_report(run, report)
            run.fail("bad-config", str(reason))
            return 1
        samples, classes = len(items.kept), len(facts.classes)
        facts.badge = badge
        write_manifest(folder, [], facts)
        show_items(run, items)
    elif kind == "table":
        table = import_tables(files, folder, report)
        if table is not None:
            samples = len(table)
            facts = Facts("table", label_column=config["label_column"] or None, source=config["source"], badge=badge)
            (folder / "index.csv").write_text(
                f"sample_id,file,row,rate_hz,n,scale,label\ntable,{TABLE_FILE},,1,{samples},1,\n", encoding="utf-8"
            )
            write_manifest(folder, [], facts)
            columns = [[f.name, str(f.type), table[f.name].null_count] for f in table.schema]
            rows = [{"label": "Rows", "value": f"{samples:,}"}, {"label": "Columns", "value": str(len(columns))}]
            run.section("summary", "Data set", {"rows": rows})
            run.section("table", "Columns", {"columns": ["column", "type", "missing"], "rows": columns})
    else:
        plan = plan or from_places(files, config["label_from"])
        recordings, facts = import_signals(run, plan, folder, report)
        samples, classes = len(recordings), len({r.label for r in recordings if r.label})
        if recordings:
            facts.badge = badge
            write_index(folder, recordings, facts)
            write_manifest(folder, recordings, facts)
            show_signals(run, recordings, facts, plan)

    shutil.rmtree(work)
    show_report(run, report)
    if samples == 0:
        reasons = "; ".join(f"{line.file}: {line.reason}" for line in list(report.troubles())[:5])
        run.fail("trainer-error", f"None of {len(report.lines)} files could be used. {reasons or 'No files came.'}")
        return 1
    run.artifact("dataset", "dataset", name=config["name"])
    run.done({"samples": samples, "classes": classes, "refused_files": report.count("refused")})
    return 0


sys.exit(main())
