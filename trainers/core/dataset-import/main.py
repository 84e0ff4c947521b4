"""Turns what a user uploaded into a data set version, and says what became of every file."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections import Counter
from pathlib import Path

import trainyard
from dataset_import.archives import unpack_all
from dataset_import.plan import Files, Plan, Wanted, from_places, from_table, sort_out
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


def choose_kind(config_kind: str, files: Files, plan: Plan | None, rate_hz: float) -> str:
    if config_kind != "auto":
        return config_kind
    return "table" if plan is None and looks_like_table(files) and not rate_hz else "signals"


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
    files = sort_out(everything, report)
    try:
        plan = None if config["kind"] == "table" else from_table(files, config["columns"], report)
    except Unusable as reason:
        run.fail("bad-config", str(reason))
        return 1

    kind = choose_kind(config["kind"], files, plan, config["rate_hz"])
    recordings: list[Recording] = []
    classes, samples = 0, 0
    if kind == "table":
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
