-- One that is not active is kept with its defaults and its history, and asked no more.
ALTER TABLE language_model ADD COLUMN active boolean NOT NULL DEFAULT true;

-- What an answer from the cache saved is what the call cost that it was first given to.
CREATE INDEX language_call_answer ON language_call (answer_id) WHERE status = 'ok';
-- All attempts of one call.
CREATE INDEX language_call_request ON language_call (request_id);
