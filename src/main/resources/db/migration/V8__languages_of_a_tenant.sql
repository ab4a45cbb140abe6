-- Which languages a tenant has, asked by every search: without an index of their own, the rows of the empty lexeme are found by
-- reading the tenant's whole vocabulary (before PostgreSQL 18, which can skip in an index).

create index lexeme_totals_languages on lexeme_totals (tenant_id, language) where lexeme = '';
create index lexeme_changes_languages on lexeme_changes (tenant_id, language) where lexeme = '';
