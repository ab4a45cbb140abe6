-- How well searches find, by what people judged relevant (docs/evaluation.md).

-- A run; its job has the same id, and is removed sooner.
create table evaluations (
  tenant_id integer not null references tenants (id),
  id uuid not null,
  name text,
  -- nDCG and recall are measured over the first k documents, average precision and reciprocal rank over the first depth.
  k integer not null check (k >= 1),
  depth integer not null check (depth >= k),
  queries integer not null,
  -- What decides what is found: capabilities, weights, fusion, the embedding model.
  settings jsonb not null,
  -- The corpus when the run was ordered.
  documents bigint not null,
  chunks bigint not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

create table evaluation_queries (
  tenant_id integer not null,
  evaluation_id uuid not null,
  -- Its place in the run, from 1; its task has the same number.
  number integer not null,
  -- What its author calls it.
  query_id text collate "C" not null,
  text text not null,
  -- A document's id or external id: its grade.
  judgements jsonb not null,
  -- Names among them that meant no document when the query was measured.
  unknown_documents text[] not null default '{}',
  primary key (tenant_id, evaluation_id, number),
  unique (tenant_id, evaluation_id, query_id),
  foreign key (tenant_id, evaluation_id) references evaluations (tenant_id, id) on delete cascade
);

-- Refers to the run and not to its queries: a run of thousands of queries is deleted by two statements, not by one a query.
create table evaluation_results (
  tenant_id integer not null,
  evaluation_id uuid not null,
  number integer not null,
  -- A capability alone, or fused.
  variant text not null,
  ndcg float8 not null check (ndcg between 0 and 1),
  average_precision float8 not null check (average_precision between 0 and 1),
  recall float8 not null check (recall between 0 and 1),
  reciprocal_rank float8 not null check (reciprocal_rank between 0 and 1),
  took_ms float8 not null,
  -- A capability failed or was late: left out of every mean, and measured again when the task is.
  degraded boolean not null,
  primary key (tenant_id, evaluation_id, number, variant),
  foreign key (tenant_id, evaluation_id) references evaluations (tenant_id, id) on delete cascade
);

select protect_tenant_rows(tenant_table::regclass)
from unnest(array['evaluations', 'evaluation_queries', 'evaluation_results']) as tenant_table;
