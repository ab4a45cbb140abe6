-- For the fuzzy search: short texts of a chunk that may be misspelled in a question, beside its document's title. A heading
-- stands with the first chunk under it; an identifier, such as a part number, with every chunk that has it. Never the body.

create table chunk_spellings (
  tenant_id integer not null,
  chunk_id uuid not null,
  is_heading boolean not null,
  text text not null,
  primary key (tenant_id, chunk_id, is_heading, text),
  foreign key (tenant_id, chunk_id) references document_chunks (tenant_id, id) on delete cascade
);

-- What looks like an identifier: 3 to 40 letters, digits, dots, slashes, underscores and hyphens, with a digit among them,
-- and a letter, a hyphen or a slash. dev.quarry.chunk.Identifiers has the same for new chunks; a test holds them together.
create function identifiers(content text) returns setof text
  language sql immutable parallel safe
  as $$
    select distinct token
    from regexp_split_to_table(content, '[^[:alnum:]./_-]+') as run
    cross join lateral (select trim(both './_-' from run) as token) as trimmed
    where length(token) between 3 and 40 and token ~ '[0-9]' and token ~ '[[:alpha:]/-]'
  $$;

-- This migration sees every tenant's rows, until it ends.
select set_config('quarry.tenant_id', '*', true);

insert into chunk_spellings (tenant_id, chunk_id, is_heading, text)
select tenant_id, id, true, heading_path
from (
  select distinct on (tenant_id, document_id, heading_path) tenant_id, id, heading_path
  from document_chunks
  where heading_path <> ''
  order by tenant_id, document_id, heading_path, position
) as first_under_heading
union all
select c.tenant_id, c.id, false, token
from document_chunks c
cross join lateral identifiers(c.content) as token;

-- A long signature: with one of 64 bytes a walk through 29,000 entries took three times as long.
create index chunk_spellings_trigrams on chunk_spellings using gist (tenant_id, text gist_trgm_ops (siglen = 256));

select protect_tenant_rows('chunk_spellings');
