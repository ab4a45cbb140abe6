-- A third kind of space: vectors in core SQL with signatures by random hyperplanes. Spaces of the kind 'portable' stay as
-- they are; one of the new kind is built beside them, from their vectors, and takes their place.

alter table embedding_spaces
  drop constraint embedding_spaces_index_kind_check,
  add constraint embedding_spaces_index_kind_check check (index_kind in ('pgvector', 'portable', 'hyperplanes'));
