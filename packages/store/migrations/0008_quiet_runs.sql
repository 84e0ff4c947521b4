-- Runs that serve the product rather than a person, such as the installation of an environment: their owner is told of
-- failures only.
ALTER TABLE run ADD COLUMN quiet boolean NOT NULL DEFAULT false;
