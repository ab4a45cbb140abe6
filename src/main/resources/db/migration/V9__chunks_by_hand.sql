-- Chunks that people edit, split, join, add and take out of the search (docs/explorer.md).

alter table document_chunks
  -- A disabled chunk is in no index: it has no postings, no spellings and no vectors.
  add column state text not null default 'serving' check (state in ('serving', 'disabled')),
  -- Where its content comes from: the document's source, an edit, or a request of its own.
  add column origin text not null default 'source' check (origin in ('source', 'edited', 'added')),
  -- Goes up with every change of content or state; an entity tag is made of it.
  add column version integer not null default 1,
  alter column start_offset drop not null,
  alter column end_offset drop not null,
  add constraint document_chunks_offsets_of_source check (
    (origin = 'source') = (start_offset is not null) and (start_offset is null) = (end_offset is null));

-- What lists and counts of chunks read, without their texts.
create index document_chunks_figures on document_chunks (tenant_id, document_id, chunking_strategy, chunk_size)
  include (id, token_count, state, origin);

-- Texts that several documents have.
create index document_chunks_contents on document_chunks (tenant_id, content_hash, document_id);

-- Lists of documents by age and by title. A title may be longer than an index takes.
create index documents_created on documents (tenant_id, created_at, id);
create index documents_titles on documents (tenant_id, left(title, 100), id);
