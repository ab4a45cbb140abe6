-- A document that kills its workers is given up, and jobs take turns.

-- How many workers in a row ended, or lost their session, while they embedded the document.
alter table documents add column worker_deaths integer not null default 0;

-- When a worker last took a task of the job: the one that waits longest comes next.
alter table jobs add column served_at timestamptz not null default now();
create index jobs_open on jobs (served_at, tenant_id, id) where finished_at is null;

-- What a worker may claim of a job, longest due first.
drop index job_tasks_claimable;
create index job_tasks_claimable on job_tasks (tenant_id, job_id, claimable_at, number) where finished_at is null;
