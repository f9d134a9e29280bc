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

// Sublinks without outer references are evaluated once, before rows are locked; a row that changed meanwhile is checked
// against the same owners again.
const amAlive = 'EXISTS (SELECT FROM owners WHERE id = $4 AND alive_until > clock_timestamp())';
const mayTakeOver = `EXISTS (
  SELECT FROM owners WHERE id = $4 AND alive_since <= clock_timestamp() - $8::float8 * interval '1 millisecond')`;
const alive = 'ARRAY(SELECT id FROM owners WHERE alive_until > clock_timestamp())';
const isFree = `${amAlive} AND (
  d.lease_until <= $2
  OR (d.lease_owner = $4 AND d.lease_claim = ANY ($7::bigint[]))
  OR (${mayTakeOver} AND d.lease_owner <> ALL (${alive}))
)`;
const lease = 'lease_owner = $4, lease_until = $2 + $5::bigint, lease_claim = $6::bigint';

/** Leases due deliveries which no living replica holds and no earlier transition blocks. */
export const claim = `
  WITH due AS (
    SELECT d.id FROM deliveries d
    WHERE d.destination = $1 AND d.due_at <= $2 AND ${isFree}
      AND NOT EXISTS (
        SELECT 1 FROM deliveries p
        WHERE p.destination = d.destination AND p.fingerprint = d.fingerprint AND p.id < d.id
      )
    ORDER BY d.due_at, d.id LIMIT $3 FOR UPDATE SKIP LOCKED
  ), leased AS (
    UPDATE deliveries d SET ${lease} FROM due WHERE d.id = due.id
    RETURNING d.id, d.transition_id, d.attempts, d.due_at
  )
  SELECT l.id, l.transition_id AS "transitionId", l.attempts, t.key, t.payload, t.accepted_at AS "acceptedAt"
  FROM leased l JOIN transitions t ON t.id = l.transition_id ORDER BY l.due_at, l.id`;

/** Destinations that something was due for: one look into the index a destination, however many deliveries wait. */
export const destinationsDue = `
  WITH RECURSIVE names (name) AS (
    (SELECT destination FROM deliveries ORDER BY destination LIMIT 1)
    UNION ALL
    SELECT next.destination FROM names, LATERAL (
      SELECT destination FROM deliveries WHERE destination > names.name ORDER BY destination LIMIT 1
    ) AS next
  )
  SELECT name FROM names WHERE EXISTS (SELECT FROM deliveries WHERE destination = name AND due_at <= $1)`;

/** Leases deliveries of the destinations, due or not. */
export const claimEvery = `
  UPDATE deliveries SET ${lease}
  WHERE id IN (
    SELECT d.id FROM deliveries d WHERE d.destination = ANY ($1::text[]) AND ${isFree}
    ORDER BY d.id LIMIT $3 FOR UPDATE SKIP LOCKED
  ) RETURNING id`;

/** Those of the deliveries that this replica holds, and lives to hold. */
export const held = `
  SELECT id FROM deliveries WHERE id = ANY ($1::bigint[]) AND lease_owner = $2
    AND EXISTS (SELECT FROM owners WHERE id = $2 AND alive_until > clock_timestamp())`;

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

/** Says that this replica lives for another while, by the database's clock, which it answers with. */
export const liveOn = `
  INSERT INTO owners AS o (id, alive_since, alive_until)
  VALUES ($1, clock_timestamp(), clock_timestamp() + $2::float8 * interval '1 millisecond')
  ON CONFLICT (id) DO UPDATE SET
    alive_since = CASE WHEN o.alive_until > clock_timestamp() THEN o.alive_since ELSE clock_timestamp() END,
    alive_until = excluded.alive_until
  RETURNING floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now`;

/** Hands back all that this replica holds, and forgets it. */
export const leave = `
  WITH released AS (UPDATE deliveries SET lease_owner = NULL, lease_until = 0 WHERE lease_owner = $1)
  DELETE FROM owners WHERE id = $1`;

/** Forgets replicas that have long been dead. */
export const forgetDead = "DELETE FROM owners WHERE alive_until < clock_timestamp() - interval '1 hour'";
