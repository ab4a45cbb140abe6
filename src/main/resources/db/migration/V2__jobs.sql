-- Durable jobs and their tasks (docs/jobs.md).
--
-- A job is a number of tasks of one kind; a worker holds a task by a lease that it renews. Finishing a task, the job's
-- counters and the number of the event are one transaction, and it holds the job's row: events are numbered without gaps in
-- the order in which they become visible.

create table jobs (
  tenant_id integer not null references tenants (id),
  id uuid not null,
  kind text not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  total integer not null default 0,
  -- Ended tasks by how they ended; the job has ended when their sum is the total.
  succeeded integer not null default 0,
  skipped integer not null default 0,
  failed integer not null default 0,
  cancelled integer not null default 0,
  last_event bigint not null default 0,
  parameters jsonb not null default '{}',
  created_at timestamptz not null default now(),
  started_at timestamptz,
  -- Null until the last task has ended: a job that was cancelled may still have tasks at work.
  finished_at timestamptz,
  -- Of the first task that failed for good.
  error text,
  primary key (tenant_id, id),
  check (succeeded + skipped + failed + cancelled <= total)
);

-- What is old enough to be removed.
create index jobs_finished on jobs (finished_at) where finished_at is not null;

create table job_tasks (
  tenant_id integer not null,
  job_id uuid not null,
  number integer not null,
  -- What the task is about; for embed_document a document's id.
  subject text not null,
  state text not null default 'pending'
    check (state in ('pending', 'running', 'succeeded', 'skipped', 'failed', 'cancelled')),
  -- Tries that count; one that was postponed does not.
  attempts integer not null default 0,
  -- Leases that there were, each with its number: a worker that lost its lease does not know the next one's.
  claims integer not null default 0,
  -- Leases that ran out.
  takeovers integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  lease_owner text,
  lease_until timestamptz,
  claimable_at timestamptz not null generated always as (coalesce(lease_until, next_attempt_at)) stored,
  reason text,
  event bigint,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, job_id, number),
  foreign key (tenant_id, job_id) references jobs (tenant_id, id) on delete cascade,
  check ((state = 'running') = (lease_owner is not null) and (lease_owner is null) = (lease_until is null)),
  check ((finished_at is null) = (state in ('pending', 'running')) and (event is null) = (finished_at is null))
);

-- What a worker may claim, longest due first: pending tasks, and running ones whose lease has run out. Small however many
-- tasks there were.
create index job_tasks_claimable on job_tasks (claimable_at, tenant_id, job_id, number) where finished_at is null;

-- What a watcher of a job reads on from.
create index job_tasks_events on job_tasks (tenant_id, job_id, event) where event is not null;

select protect_tenant_rows(tenant_table::regclass) from unnest(array['jobs', 'job_tasks']) as tenant_table;
