package dev.quarry.explorer;

/**
 * Counting chunks that have a vector. No vector says which document it is of; a vector is always a chunk's, foreign keys see to
 * it, and a chunk has one at most. {@code :vectors} stands for the space's table.
 */
final class EmbeddedChunks {
    /** Vectors of the chunks of {@code page}, a document: all looked up in one walk, in the order of their ids. */
    static final String OF_A_DOCUMENT = """
            (select count(*)
             from :vectors v
             where v.tenant_id = $1 and v.chunk_id = any (array(
               select c.id from document_chunks c where c.tenant_id = $1 and c.document_id = page.id)))::integer""";

    /** Vectors of chunks that are disabled: none, unless made by hand. */
    static final String OF_DISABLED = """
            (select count(*)
             from :vectors v
             where v.tenant_id = $1 and v.chunk_id = any (array(
               select c.id from document_chunks c where c.tenant_id = $1 and c.state = 'disabled')))""";

    /** Documents at work of which each chunk is looked up; of more, everything is compared with everything. */
    private static final int FEW = 200;

    /**
     * By document, if {@code proof} holds. In a corpus that is embedded nothing is looked up: where the disabled chunks have no
     * vector, and there are as many vectors as documents at work have, which are looked up, and other documents have chunks that
     * serve, each of these has its own.
     */
    static final String BY_PROOF = """
            serving as materialized (
              select c.document_id, count(*) as chunks
              from document_chunks c
              where c.tenant_id = $1 and c.state = 'serving'
              group by c.document_id
            ), at_work as materialized (
              select d.id from documents d where d.tenant_id = $1 and d.status <> 'ready' limit :few + 1
            ), looked_up as materialized (
              select page.id as document_id, :of_a_document as chunks
              from at_work page
              where (select count(*) from at_work) <= :few
            ), proof as materialized (
              select case
                when (select count(*) from at_work) > :few then false
                when :of_disabled > 0 then false
                else (select count(*) from :vectors v where v.tenant_id = $1)
                     = (select coalesce(sum(chunks), 0) from looked_up)
                       + (select coalesce(sum(s.chunks), 0)
                          from serving s
                          where s.document_id not in (select document_id from looked_up))
              end as holds
            ), counted as materialized (
              select s.document_id, coalesce(l.chunks, s.chunks) as figure
              from serving s
              left join looked_up l on l.document_id = s.document_id
            ),
            """.replace(":few", Integer.toString(FEW))
            .replace(":of_a_document", OF_A_DOCUMENT)
            .replace(":of_disabled", OF_DISABLED);

    /** By document, in any case. */
    static final String COMPARED = """
            counted as materialized (
              select c.document_id, count(*) as figure
              from document_chunks c
              join :vectors v on v.tenant_id = c.tenant_id and v.chunk_id = c.id
              where c.tenant_id = $1
              group by c.document_id
            ),
            """;

    private EmbeddedChunks() {}
}
