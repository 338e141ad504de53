/** First key of the pair of advisory locks that stand for holders of work. */
export const HOLDER_LOCK = 0x776b;

/** $1 ids, $2 topics, $3 refs, $4 urgencies, $5 distinct topics. Announced at commit. An id that is in already stays as it is. */
export const PUBLISH_SQL = `
with added as (
  insert into work_item (id, topic, ref, urgency)
  select * from unnest($1::uuid[], $2::text[], $3::text[], $4::smallint[])
  on conflict (id) do nothing
)
select pg_notify('work_item', topic) from unnest($5::text[]) as topic`;

/** $1 topic, $2 holder, $3 count, $4 least urgency, $5 consumer. SKIP LOCKED in a CTE: as a subquery of `in` the planner may run it twice. */
export const CLAIM_SQL = `
with next as materialized (
  select id from work_item
  where topic = $1 and claimed_by is null and urgency >= $4 and ready_at <= now()
  order by urgency desc, place
  limit $3
  for update skip locked
)
update work_item w set claimed_by = $2, claimed_for = $5, deliveries = w.deliveries + 1
from next where w.id = next.id
returning w.id, w.topic, w.ref, w.urgency, w.deliveries, w.failures, w.last_reason, w.place`;

/** $1 holder, $2 ids. */
export const DONE_SQL = "delete from work_item where claimed_by = $1 and id = any($2::uuid[])";

/** $1 holder, $2 id, $3 delivery, $4 reason, $5 pause in ms. The delivery keeps a repeated statement from touching a later claim. */
export const FAILED_SQL = `
update work_item set claimed_by = null, failures = failures + 1, last_reason = $4, ready_at = now() + $5 * interval '1 ms'
where claimed_by = $1 and id = $2 and deliveries = $3`;

/** $1 holder, $2 id, $3 delivery. Not a delivery that counts: the handler was told to stop. */
export const GIVE_BACK_SQL = "update work_item set claimed_by = null, deliveries = deliveries - 1 where claimed_by = $1 and id = $2 and deliveries = $3";

/** $1 holder, $2 consumer, $3 ids it knows of. Gives back what a claim took whose answer was lost. */
export const STRAY_SQL = `
update work_item set claimed_by = null, deliveries = deliveries - 1
where claimed_by = $1 and claimed_for = $2 and id <> all($3::uuid[])`;

/**
 * $1 lease in ms, $2 whether others may be judged, $3 topics. Gives back the items of holders that neither beat nor hold their lock, and announces them;
 * names besides the topics that have work ready, in case an announcement was missed. `n`: how many were given back.
 */
export const LOOK_SQL = `
with lost as (
  update work_item w set claimed_by = null, last_reason = 'the process ended while handling it'
  where $2::boolean and claimed_by is not null
    and not exists (
      select 1 from pg_locks l
      where l.locktype = 'advisory' and l.classid = ${HOLDER_LOCK} and l.objid::bigint = w.claimed_by and l.objsubid = 2 and l.granted
        and l.database = (select oid from pg_database where datname = current_database()))
    and not exists (select 1 from work_holder h where h.key = w.claimed_by and h.beat_at > now() - $1 * interval '1 ms')
  returning topic
), forgotten as (
  delete from work_holder where beat_at < now() - interval '1 day'
)
select topic, n, pg_notify('work_item', topic) from (select topic, count(*)::int as n from lost group by topic) given_back
union all
select topic, 0, null from unnest($3::text[]) as mine(topic) where exists (select from work_item w where w.topic = mine.topic and w.claimed_by is null and w.ready_at <= now())`;

export const DEPTH_SQL = `
select topic, count(*) filter (where claimed_by is null)::int as ready, count(*) filter (where claimed_by is not null)::int as running
from work_item group by topic`;
