-- The page on which a chunk begins, from 1. Null where the document has no pages: known of PDFs and of texts with form feeds.

alter table document_chunks add column page integer check (page >= 1);
