-- What filters look up: every value in a document's metadata, and the texts of the document itself, a row each. Under
-- row-level security a GIN index on the metadata would not be used, its operators are not leakproof; these b-trees are
-- (docs/decisions/0010-filters-on-facts.md).

-- What stands in an index for a text of any length: the text itself, or its beginning and the hash of all of it.
-- dev.quarry.document.filter.ShortText is the same; a test holds them together.
create function short_text(content text, longest integer) returns text
  language sql immutable strict parallel safe
  as $$
    select case
      when length(content) <= longest then content
      else left(content, longest) || encode(sha256(convert_to(content, 'UTF8')), 'hex')
    end
  $$;

-- A number as an index has it: greater numbers never have lesser doubles.
create function fact_number(exact numeric) returns float8
  language sql immutable strict parallel safe
  as $$
    select case
      when abs(exact) < 1e-300 then 0
      when exact > 1.7e308 then 'Infinity'
      when exact < -1.7e308 then '-Infinity'
      else exact::float8
    end
  $$;

-- The facts of a document. A key of the metadata begins with a dot: ".boat", ".engine.maker" inside an object, ".tags[]" for
-- the elements of an array. An object and an array are facts without a value, so that they can be asked for; a null is none.
create function document_facts_of(title text, source_uri text, metadata jsonb)
  returns table (key text, text_value text, number_value float8, exact_number numeric, boolean_value boolean)
  language sql immutable parallel safe
  as $$
    with recursive nodes (key, value) as (
      select '.' || entry.key, entry.value
      from jsonb_each(metadata) as entry
      union all
      select child.key, child.value
      from nodes
      cross join lateral (
        select nodes.key || '.' || entry.key as key, entry.value
        from jsonb_each(case when jsonb_typeof(nodes.value) = 'object' then nodes.value else '{}' end) as entry
        union all
        select nodes.key || '[]', element.value
        from jsonb_array_elements(case when jsonb_typeof(nodes.value) = 'array' then nodes.value else '[]' end) as element
      ) as child
    ), typed as (
      select key, jsonb_typeof(value) as type, value #>> '{}' as content
      from nodes
      where jsonb_typeof(value) <> 'null'
    ), facts as (
      select key,
             case when type = 'string' then content end as text_value,
             case when type = 'number' then content::numeric end as exact_number,
             case when type = 'boolean' then content::boolean end as boolean_value
      from typed
      union all
      select 'title', title, null, null
      union all
      select 'source_uri', source_uri, null, null where source_uri is not null
    )
    select distinct
           short_text(facts.key, 128),
           short_text(facts.text_value, 255),
           coalesce(fact_number(facts.exact_number), facts.boolean_value::integer::float8),
           facts.exact_number,
           facts.boolean_value
    from facts
  $$;

create table document_facts (
  tenant_id integer not null,
  document_id uuid not null,
  -- Within the document.
  number integer not null,
  key text collate "C" not null,
  text_value text collate "C",
  -- Of a number or a boolean (0 and 1): what the index is entered by.
  number_value float8,
  exact_number numeric,
  boolean_value boolean
);

-- An instance that is still running must not store a document between the two.
lock table documents in share row exclusive mode;

-- This migration sees every tenant's rows, until it ends.
select set_config('quarry.tenant_id', '*', true);

insert into document_facts
select d.tenant_id, d.id, row_number() over (partition by d.tenant_id, d.id), f.*
from documents d
cross join lateral document_facts_of(d.title, d.source_uri, d.metadata) as f;

-- The key answers whether it is so of this document.
alter table document_facts
  add primary key (tenant_id, document_id, key, number) include (text_value, number_value, exact_number, boolean_value),
  add foreign key (tenant_id, document_id) references documents (tenant_id, id) on delete cascade;

-- These, of which documents it is so.
create index document_facts_texts on document_facts (tenant_id, key, text_value, document_id);
create index document_facts_numbers on document_facts (tenant_id, key, number_value, document_id)
  include (exact_number, boolean_value) where number_value is not null;

-- A value says much about its key: counted together.
create statistics document_facts_texts_statistics (ndistinct, mcv) on key, text_value from document_facts;
create statistics document_facts_numbers_statistics (ndistinct, mcv) on key, number_value from document_facts;
analyze document_facts;

select protect_tenant_rows('document_facts');

-- Lists in the order of time, and one document for the same content handed in twice without an external id.
create index documents_updated on documents (tenant_id, updated_at, id);
create index documents_content on documents (tenant_id, content_hash) where external_id is null;
