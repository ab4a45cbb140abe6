package dev.quarry.benchmark;

import dev.quarry.postgres.url.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/**
 * Many documents and one large one, written into the tables: lists and counts read no word of them, so that nothing is indexed
 * lexically. Ids ascend in the order in which the rows are written, as those that the service makes.
 *
 * @param chunks in all
 * @param large chunks of the large document
 */
record ExplorerCorpus(int chunks, int large) {
    /** What a manual of some ten pages is cut into. */
    private static final int CHUNKS_OF_A_DOCUMENT = 69;

    private static final String DOCUMENTS = """
            insert into documents (tenant_id, id, title, language, chunking_strategy, chunking_size, chunking_overlap,
                                   content_hash, created_at)
            select 1, ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid,
                   'Manual ' || i || ' of the ' || left(md5(i::text), 8), case when i % 3 = 0 then 'it' else 'en' end, 'recursive',
                   126, 0, '', now() - i * interval '1 minute'
            from generate_series(0, ?) as i
            """;

    /** Of two strategies, of 300 to 600 characters; every twentieth text is in other documents too. */
    private static final String CHUNKS = """
            insert into document_chunks (tenant_id, id, document_id, position, content, chunk_size, token_count,
                                         chunking_strategy, start_offset, end_offset, heading_path, content_hash)
            select 1, (lpad(to_hex(row_number() over ()), 8, '0') || '-0000-7000-8000-' || left(md5(random()::text), 12))::uuid,
                   id, position, content, length(content), length(content) / 5,
                   case when hashtext(content) % 5 = 0 then 'fixed' else 'recursive' end, position * 600,
                   position * 600 + length(content), '', sha256(content::bytea)
            from (
              select d.id, position,
                     left(repeat(case when position % 20 = 0 then 'Terms and conditions ' || position
                                      else md5(d.id::text || position) end || ' ', 20),
                          300 + abs(hashtext(d.id::text || position)) % 300) as content
              from documents d
              cross join lateral generate_series(0, case when d.title like 'Manual 0 %' then ? else ? end - 1) as position
            ) as texts
            """;

    int documents() {
        return 1 + (chunks - large) / CHUNKS_OF_A_DOCUMENT;
    }

    void fill(DatabaseUrl url) {
        try (Connection owner =
                        DriverManager.getConnection(url.jdbcUrl(), url.user(), Objects.requireNonNull(url.password()));
                Statement setting = owner.createStatement();
                PreparedStatement rows = owner.prepareStatement(DOCUMENTS);
                PreparedStatement texts = owner.prepareStatement(CHUNKS)) {
            setting.execute("set search_path to quarry, public");
            setting.execute("set quarry.tenant_id to '*'");
            rows.setInt(1, documents() - 1);
            rows.execute();
            texts.setInt(1, large);
            texts.setInt(2, CHUNKS_OF_A_DOCUMENT);
            texts.execute();
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }
}
