-- A middle level between a chunk's header and its points: headers of short stretches, for charts that show some chunks only.
ALTER TABLE metric_chunk ADD COLUMN level bytea;
ALTER TABLE metric_chunk ALTER COLUMN level SET STORAGE EXTERNAL;
