-- Values of parameters that are no numbers: whether a parameter has any decides how lists are sorted by it. The expression
-- is that of run-list.ts.
CREATE INDEX run_parameter_word ON run_parameter (key)
  WHERE value <> 'null' AND value !~ '^[+-]?(\d{1,50}\.?\d{0,50}|\.\d{1,50})([eE][+-]?\d{1,2})?$';
