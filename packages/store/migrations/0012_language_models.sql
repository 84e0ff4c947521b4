-- Accounts with providers of language models. The key is sealed with a key file of the home: these rows alone are no use.
CREATE TABLE provider (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  name text NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('openai-compatible', 'anthropic', 'google', 'vertex', 'ollama')),
  base_url text,
  -- Of Google Cloud, for Vertex.
  project text,
  location text,
  sealed_key bytea,
  max_concurrent int NOT NULL,
  max_per_minute int,
  timeout_s double precision NOT NULL,
  retries int NOT NULL,
  tested_at timestamptz,
  tested_ok boolean,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A model of a provider with the parameters that it is asked with. NULL: the provider's own default.
CREATE TABLE language_model (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  name text NOT NULL UNIQUE,
  provider_id uuid NOT NULL REFERENCES provider,
  model text NOT NULL,
  temperature double precision,
  max_tokens int NOT NULL,
  top_p double precision,
  top_k int,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX language_model_provider ON language_model (provider_id);

-- Which one a person uses for a role where nothing else is said: at most one each.
CREATE TABLE language_model_default (
  user_id uuid NOT NULL REFERENCES "user" ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('primary', 'evaluator', 'optimizer', 'grader')),
  language_model_id uuid NOT NULL REFERENCES language_model ON DELETE CASCADE,
  PRIMARY KEY (user_id, role)
);
CREATE INDEX language_model_default_model ON language_model_default (language_model_id);
