-- The first signs of a key, by which its owner knows it again in a list; keys made before were not asked for it.
ALTER TABLE api_key ADD COLUMN prefix text;
