-- Several embedding spaces at a time: one is searched, another may be built beside it, others are done with.

alter table embedding_spaces
  add column state text not null default 'building' check (state in ('building', 'active', 'retired')),
  add column activated_at timestamptz;

-- Until now the one that was opened last was searched.
update embedding_spaces
set state = case when id = (select max(id) from embedding_spaces) then 'active' else 'retired' end,
    activated_at = created_at;

-- The switch from one space to another is a row's change; two can never be searched at once.
create unique index embedding_spaces_one_active on embedding_spaces (state) where state = 'active';

-- Who works on a document, and since when: the lock itself knows only a hash of the document's id.
alter table documents
  add column claimed_by text,
  add column claimed_at timestamptz;
create index documents_claimed on documents (claimed_at) where claimed_by is not null;

-- How fast documents become ready.
create index documents_indexed on documents (indexed_at);

-- What went wrong while a space was built beside the active one. A document's own error is about the active space.
create table embedding_failures (
  tenant_id integer not null,
  document_id uuid not null,
  space_id integer not null references embedding_spaces (id) on delete cascade,
  attempts integer not null,
  error text not null,
  next_attempt_at timestamptz not null,
  primary key (tenant_id, document_id, space_id),
  foreign key (tenant_id, document_id) references documents (tenant_id, id) on delete cascade
);

select protect_tenant_rows('embedding_failures');

-- What a vector was made of, by hash: the same text is not embedded twice. The tables of spaces that are there get it too.
do $$
declare
  vectors text;
begin
  for vectors in
    select format(case index_kind when 'pgvector' then 'space_%s_embeddings' else 'space_%s_vectors' end, id)
    from embedding_spaces
  loop
    execute format('alter table %I add column passage uuid', vectors);
    execute format('create index %I on %I (tenant_id, passage)', vectors || '_passage', vectors);
  end loop;
end
$$;
