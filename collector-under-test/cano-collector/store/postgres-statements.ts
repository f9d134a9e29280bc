/** Stores new transitions and their deliveries; answers with the keys that were new. */
export const append = `
  WITH fresh AS (
    INSERT INTO transitions (key, accepted_at, pending, payload)
    SELECT key, $1, pending, payload
    FROM unnest($2::text[], $3::int[], $4::text[]) WITH ORDINALITY AS t (key, pending, payload, position)
    ORDER BY position
    ON CONFLICT DO NOTHING RETURNING id, key
  ), planned AS (
    INSERT INTO deliveries (transition_id, destination, fingerprint, due_at)
    SELECT fresh.id, d.destination, d.fingerprint, $1
    FROM unnest($5::text[], $6::text[], $7::text[]) AS d (key, destination, fingerprint)
    JOIN fresh ON fresh.key = d.key
    ORDER BY fresh.id
  )
  SELECT key FROM fresh`;

/** Leases due deliveries which no other replica holds and no earlier transition blocks. */
export const claim = `
  WITH due AS (
    SELECT d.id FROM deliveries d
    WHERE d.destination = $1 AND d.due_at <= $2 AND d.lease_until <= $2
      AND NOT EXISTS (
        SELECT 1 FROM deliveries p
        WHERE p.destination = d.destination AND p.fingerprint = d.fingerprint AND p.id < d.id
      )
    ORDER BY d.due_at, d.id LIMIT $3 FOR UPDATE SKIP LOCKED
  ), leased AS (
    UPDATE deliveries d SET lease_owner = $4, lease_until = $2 + $5::bigint FROM due WHERE d.id = due.id
    RETURNING d.id, d.transition_id, d.attempts, d.due_at
  )
  SELECT l.id, l.transition_id AS "transitionId", l.attempts, t.key, t.payload, t.accepted_at AS "acceptedAt"
  FROM leased l JOIN transitions t ON t.id = l.transition_id ORDER BY l.due_at, l.id`;

/** Leases deliveries of destinations that are not in the list. */
export const claimOrphans = `
  UPDATE deliveries SET lease_owner = $4, lease_until = $2 + $5::bigint
  WHERE id IN (
    SELECT id FROM deliveries WHERE destination <> ALL ($1::text[]) AND lease_until <= $2
    ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED
  ) RETURNING id`;

/** Plans the next attempt of a delivery that is still leased by this replica. */
export const retry = `
  UPDATE deliveries SET due_at = $3, attempts = attempts + 1, lease_owner = NULL, lease_until = 0
  WHERE id = $1 AND lease_owner = $2`;

/** Removes a finished delivery that is still leased by this replica, and counts it off its transition. */
export const finish = `
  WITH removed AS (DELETE FROM deliveries WHERE id = $1 AND lease_owner = $2 RETURNING transition_id)
  UPDATE transitions t
  SET pending = pending - 1, given_up = given_up + $3::int, payload = CASE pending WHEN 1 THEN '' ELSE payload END
  FROM removed WHERE t.id = removed.transition_id
  RETURNING t.pending, t.given_up AS "givenUp", t.accepted_at AS "acceptedAt"`;

/** Hands leased deliveries back. */
export const release = `
  UPDATE deliveries SET lease_owner = NULL, lease_until = 0 WHERE id = ANY ($1::bigint[]) AND lease_owner = $2`;

/** Forgets old finished transitions. */
export const prune = `
  DELETE FROM transitions
  WHERE id IN (SELECT id FROM transitions WHERE pending = 0 AND accepted_at < $1 LIMIT $2)`;

/** Proves that the database takes writes. */
export const beat = 'INSERT INTO heartbeat AS h VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET beats = h.beats + 1';
