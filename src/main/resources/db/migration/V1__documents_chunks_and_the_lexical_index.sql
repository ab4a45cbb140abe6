-- Documents, their chunks and the lexical index.
--
-- Every key of a tenant's table leads with tenant_id: tables can be distributed by it (Citus), and row-level security has
-- its column. Row-level security is forced, on the tables' owner too; RowScope in dev.quarry.postgres sets
-- quarry.tenant_id to a tenant's number, or to * for the pipeline. Without it nothing is visible.
--
-- An index serves a condition under row-level security only where the operator is leakproof: equality and order of
-- numbers, uuids and text are, @@ and % and @> are not. The lexical index is therefore a table of postings with a b-tree,
-- not a GIN index (docs/decisions/0002-exact-bm25-in-postings.md).

create extension if not exists pg_trgm with schema quarry;
create extension if not exists btree_gist with schema quarry;

create table tenants (
  id integer generated always as identity primary key,
  name text not null unique,
  created_at timestamptz not null default now()
);
insert into tenants (name) values ('default');

create table documents (
  tenant_id integer not null references tenants (id),
  id uuid not null,
  external_id text,
  title text not null,
  source_uri text,
  language text not null,
  metadata jsonb not null default '{}',
  chunking_strategy text not null,
  chunking_size integer not null,
  chunking_overlap integer not null,
  content_hash bytea not null,
  -- Goes up with every change of title or content; a writer of embeddings checks it.
  version integer not null default 1,
  status text not null default 'pending' check (status in ('pending', 'indexing', 'ready', 'failed')),
  attempts integer not null default 0,
  error text,
  next_attempt_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  indexed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, external_id)
);

-- What is left to embed, oldest promise first. Small however many documents there are.
create index documents_unfinished on documents (next_attempt_at, tenant_id, id) where status <> 'ready';

-- For the fuzzy search: nearest titles first, within a tenant.
create index documents_title_trigrams on documents using gist (tenant_id, title gist_trgm_ops (siglen = 64));

-- The text as it came, apart from the row that every list reads.
create table document_sources (
  tenant_id integer not null,
  document_id uuid not null,
  content text not null,
  primary key (tenant_id, document_id),
  foreign key (tenant_id, document_id) references documents (tenant_id, id) on delete cascade
);

create table document_chunks (
  tenant_id integer not null,
  id uuid not null,
  document_id uuid not null,
  position integer not null,
  content text not null,
  -- Characters (Unicode code points, as length() counts them).
  chunk_size integer not null,
  -- Tokens of the embedding model that was active when the chunk was made.
  token_count integer not null,
  chunking_strategy text not null,
  -- Offsets into document_sources.content, in characters, so that content = substr(source, start + 1, end - start).
  start_offset integer not null,
  end_offset integer not null,
  heading_path text not null,
  -- Of the heading path and the content.
  content_hash bytea not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, document_id, position) deferrable initially deferred,
  foreign key (tenant_id, document_id) references documents (tenant_id, id) on delete cascade
);

-- The lexical index: one row for each lexeme of a chunk. Everything that BM25 needs stands in the key's index.
create table postings (
  tenant_id integer not null,
  language text not null,
  lexeme text collate "C" not null,
  chunk_id uuid not null,
  frequency smallint not null,
  -- Lexemes in the chunk, repetitions counted.
  chunk_length integer not null,
  primary key (tenant_id, language, lexeme, chunk_id) include (frequency, chunk_length)
);

-- How many chunks hold a lexeme: the sum of both tables, exact in every snapshot. Transactions only add rows to
-- lexeme_changes, so that no two of them meet on a row; the worker folds these into lexeme_totals. The empty lexeme counts
-- the corpus itself: its chunks, and the lexemes in them as occurrences.
create table lexeme_totals (
  tenant_id integer not null,
  language text not null,
  lexeme text collate "C" not null,
  chunks bigint not null,
  occurrences bigint not null,
  primary key (tenant_id, language, lexeme)
);

create table lexeme_changes (
  tenant_id integer not null,
  language text not null,
  lexeme text collate "C" not null,
  id uuid not null,
  chunks integer not null,
  occurrences integer not null,
  primary key (tenant_id, language, lexeme, id)
);

-- PostgreSQL's text search configuration for a language (ISO 639-1); 'simple' where it has none.
create function text_search_configuration(language text) returns regconfig
  language sql immutable parallel safe
  return case language
    when 'ar' then 'arabic'::regconfig
    when 'ca' then 'catalan'::regconfig
    when 'da' then 'danish'::regconfig
    when 'de' then 'german'::regconfig
    when 'el' then 'greek'::regconfig
    when 'en' then 'english'::regconfig
    when 'es' then 'spanish'::regconfig
    when 'eu' then 'basque'::regconfig
    when 'fi' then 'finnish'::regconfig
    when 'fr' then 'french'::regconfig
    when 'ga' then 'irish'::regconfig
    when 'hi' then 'hindi'::regconfig
    when 'hu' then 'hungarian'::regconfig
    when 'hy' then 'armenian'::regconfig
    when 'id' then 'indonesian'::regconfig
    when 'it' then 'italian'::regconfig
    when 'lt' then 'lithuanian'::regconfig
    when 'ne' then 'nepali'::regconfig
    when 'nl' then 'dutch'::regconfig
    when 'no' then 'norwegian'::regconfig
    when 'pt' then 'portuguese'::regconfig
    when 'ro' then 'romanian'::regconfig
    when 'ru' then 'russian'::regconfig
    when 'sr' then 'serbian'::regconfig
    when 'sv' then 'swedish'::regconfig
    when 'ta' then 'tamil'::regconfig
    when 'tr' then 'turkish'::regconfig
    when 'yi' then 'yiddish'::regconfig
    else 'simple'::regconfig
  end;

-- What a chunk is about and often does not say itself: its document's title and the headings above it. It is indexed and
-- embedded with the chunk. A text's first heading usually is its title, which is then not said twice.
create function chunk_context(title text, heading_path text) returns text
  language sql immutable parallel safe
  return case
    when heading_path = '' or starts_with(lower(title), lower(heading_path)) then title
    when starts_with(lower(heading_path), lower(title)) then heading_path
    else title || ' > ' || heading_path
  end;

-- Embedding models that vectors were made with. Each has its own tables for its vectors, made at start.
create table embedding_spaces (
  id integer generated always as identity primary key,
  model text not null,
  dimensions integer not null,
  -- How its vectors are kept: 'pgvector' or 'portable'.
  index_kind text not null check (index_kind in ('pgvector', 'portable')),
  created_at timestamptz not null default now(),
  unique (model, dimensions, index_kind)
);

-- Puts a tenant's table under row-level security; a second time it does nothing and locks nothing.
create function protect_tenant_rows(tenant_table regclass) returns void language plpgsql as $$
begin
  if exists (select from pg_policy where polrelid = tenant_table and polname = 'tenant_rows') then
    return;
  end if;
  execute format('alter table %s enable row level security', tenant_table);
  execute format('alter table %s force row level security', tenant_table);
  -- The sub-selects make the setting read once a statement instead of once a row.
  execute format(
    'create policy tenant_rows on %s using (
       (select current_setting(''quarry.tenant_id'', true)) = ''*''
       or tenant_id = (select nullif(nullif(current_setting(''quarry.tenant_id'', true), ''''), ''*'')::integer))',
    tenant_table);
end
$$;

select protect_tenant_rows(tenant_table::regclass)
from unnest(array[
  'documents', 'document_sources', 'document_chunks', 'postings', 'lexeme_totals', 'lexeme_changes'
]) as tenant_table;
