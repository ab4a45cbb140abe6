package dev.quarry.session.answer;

import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Which words sentences share with a question, read in their document's language as searches do. */
final class SharedWordsSql {
    private static final String SHARED_WORDS = """
            select s.number,
                   array(
                     select unnest(tsvector_to_array(to_tsvector(l.configuration, s.sentence)))
                     intersect
                     select unnest(tsvector_to_array(to_tsvector(l.configuration, $4::text)))) as shared,
                   length(to_tsvector(l.configuration, s.sentence)) as words
            from unnest($2::uuid[], $3::text[]) with ordinality as s (document_id, sentence, number)
            join documents d on d.tenant_id = $1 and d.id = s.document_id
            cross join lateral (select text_search_configuration(d.language) as configuration) as l
            order by s.number
            """;

    private SharedWordsSql() {}

    /**
     * What a sentence has in common with the question.
     *
     * @param words lexemes that the sentence has
     */
    record Shared(Sentence sentence, Set<String> lexemes, int words) {}

    /** For each sentence whose document is still there. */
    static Uni<List<Shared>> find(
            SqlConnection connection, TenantId tenant, List<Sentence> sentences, String question) {
        return connection
                .preparedQuery(SHARED_WORDS)
                .execute(Tuple.of(
                        tenant.value(),
                        sentences.stream()
                                .map(sentence -> sentence.excerpt().documentId())
                                .toArray(UUID[]::new),
                        sentences.stream().map(Sentence::text).toArray(String[]::new),
                        question))
                .map(rows -> {
                    List<Shared> shared = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        shared.add(new Shared(
                                sentences.get(row.getLong("number").intValue() - 1),
                                Set.of(row.getArrayOfStrings("shared")),
                                row.getInteger("words")));
                    }
                    return shared;
                });
    }
}
