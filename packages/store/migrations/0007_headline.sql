-- The figure that a run is judged by: the first row of its first metric table for which more (or less) is better, baselines
-- apart. Kept beside the run, so that lists find the best of many runs without reading sections.
CREATE TABLE run_headline (
  run_id uuid PRIMARY KEY REFERENCES run ON DELETE CASCADE,
  key text NOT NULL,
  label text NOT NULL,
  value double precision NOT NULL,
  low double precision,
  high double precision,
  unit text NOT NULL DEFAULT '',
  better text NOT NULL CHECK (better IN ('higher', 'lower')),
  note text
);

INSERT INTO run_headline (run_id, key, label, value, low, high, unit, better, note)
SELECT DISTINCT ON (s.run_id) s.run_id, r.row ->> 'name', coalesce(r.row ->> 'label', r.row ->> 'name'),
  (r.row ->> 'value')::double precision, (r.row ->> 'low')::double precision, (r.row ->> 'high')::double precision,
  coalesce(r.row ->> 'unit', ''), r.row ->> 'better', r.row ->> 'note'
FROM section s, jsonb_array_elements(s.body -> 'data' -> 'rows') WITH ORDINALITY AS r(row, place)
WHERE s.type = 'metric-table' AND r.row ->> 'better' IN ('higher', 'lower') AND r.row ->> 'name' NOT LIKE '%\_baseline'
ORDER BY s.run_id, s.ordinal, r.place;
