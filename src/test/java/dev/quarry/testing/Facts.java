package dev.quarry.testing;

/** The facts of documents that a test put into the tables itself. */
public final class Facts {
    /** Of every document that has none. */
    public static final String INSERT_MISSING = """
            insert into document_facts
            select d.tenant_id, d.id, row_number() over (partition by d.tenant_id, d.id), f.*
            from documents d
            cross join lateral document_facts_of(d.title, d.source_uri, d.metadata) as f
            where not exists (
              select from document_facts known where known.tenant_id = d.tenant_id and known.document_id = d.id)
            """;

    private Facts() {}
}
