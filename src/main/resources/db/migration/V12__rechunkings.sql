-- Documents that are to be cut in another way, while the chunks that they have go on serving (docs/chunking.md). The new chunks
-- are no rows before the switch: chunkers are deterministic, and the text says them. What costs is kept: their vectors.

create table rechunkings (
  tenant_id integer not null,
  document_id uuid not null,
  -- Of the request: a later one for the same document takes its place, and is another.
  id uuid not null,
  -- The document's version that it is about. With any other it is cancelled.
  document_version integer not null,
  chunking_strategy text not null,
  chunking_size integer not null,
  chunking_overlap integer not null,
  -- How many chunks it comes to, once that is known, and how many of them have, or need, no further vector.
  chunks integer,
  prepared integer not null default 0,
  attempts integer not null default 0,
  error text,
  requested_at timestamptz not null default now(),
  next_attempt_at timestamptz not null default now(),
  primary key (tenant_id, document_id),
  foreign key (tenant_id, document_id) references documents (tenant_id, id) on delete cascade
);
create index rechunkings_due on rechunkings (next_attempt_at, tenant_id, document_id);

-- Vectors of passages that no chunk has yet, in half precision as every index keeps them.
create table rechunking_vectors (
  tenant_id integer not null,
  document_id uuid not null,
  space_id integer not null references embedding_spaces (id) on delete cascade,
  passage uuid not null,
  vector bytea not null,
  primary key (tenant_id, document_id, space_id, passage),
  foreign key (tenant_id, document_id) references rechunkings (tenant_id, document_id) on delete cascade
);
-- Random numbers do not compress.
alter table rechunking_vectors alter column vector set storage external;

select protect_tenant_rows(tenant_table::regclass)
from unnest(array['rechunkings', 'rechunking_vectors']) as tenant_table;

-- Few, and no vector should be theirs: with these, counting vectors tells how many chunks that serve have one.
create index document_chunks_disabled on document_chunks (tenant_id, id) where state = 'disabled';
