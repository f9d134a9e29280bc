import type { DatabaseSync } from 'node:sqlite';

const claim = `
  SELECT d.id, d.transition_id AS transitionId, d.attempts, t.key, t.payload, t.accepted_at AS acceptedAt
  FROM deliveries d JOIN transitions t ON t.id = d.transition_id
  WHERE d.destination = ? AND d.due_at <= ? AND d.id NOT IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (
      SELECT 1 FROM deliveries p
      WHERE p.destination = d.destination AND p.fingerprint = d.fingerprint AND p.id < d.id
    )
  ORDER BY d.due_at, d.id LIMIT ?`;

// One look into the index a destination, however many deliveries wait.
const destinationsDue = `
  WITH RECURSIVE names (name) AS (
    SELECT min(destination) FROM deliveries
    UNION ALL
    SELECT (SELECT min(destination) FROM deliveries WHERE destination > name) FROM names WHERE name IS NOT NULL
  )
  SELECT name FROM names
  WHERE name IS NOT NULL AND EXISTS (SELECT 1 FROM deliveries WHERE destination = name AND due_at <= ?)`;

const finishOne = `
  UPDATE transitions
  SET pending = pending - 1, given_up = given_up + :givenUp, payload = CASE pending WHEN 1 THEN '' ELSE payload END
  WHERE id = :id RETURNING pending, given_up AS givenUp, accepted_at AS acceptedAt`;

const prune = `
  DELETE FROM transitions
  WHERE id IN (SELECT id FROM transitions WHERE pending = 0 AND accepted_at < ? LIMIT ?)`;

/** Every statement of the SQLite store, prepared once. */
export function prepareStatements(db: DatabaseSync) {
  return {
    insertTransition: db.prepare(
      'INSERT INTO transitions (key, accepted_at, pending, payload) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    insertDelivery: db.prepare(
      'INSERT INTO deliveries (transition_id, destination, fingerprint, due_at) VALUES (?, ?, ?, ?)',
    ),
    claim: db.prepare(claim),
    destinationsDue: db.prepare(destinationsDue),
    claimEvery: db.prepare(
      'SELECT id FROM deliveries WHERE destination IN (SELECT value FROM json_each(?)) AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?',
    ),
    retry: db.prepare('UPDATE deliveries SET due_at = ?, attempts = attempts + 1 WHERE id = ?'),
    remove: db.prepare('DELETE FROM deliveries WHERE id = ? RETURNING transition_id AS transitionId'),
    finishOne: db.prepare(finishOne),
    pendingCount: db.prepare('SELECT count(*) AS total FROM deliveries'),
    prune: db.prepare(prune),
    beat: db.prepare('INSERT INTO heartbeat VALUES (1, 1) ON CONFLICT DO UPDATE SET beats = beats + 1'),
  };
}

/** The prepared statements of the SQLite store. */
export type Statements = ReturnType<typeof prepareStatements>;
