package dev.quarry.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.client.SearchResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DocumentRankingTest {
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID FOREIGN = new UUID(0, 3);

    @Test
    void a_document_stands_where_its_best_chunk_stands() {
        DocumentRanking ranking = DocumentRanking.of(hits(B, A, B, A), Map.of(A, "a", B, "b"));
        assertThat(ranking).isEqualTo(new DocumentRanking(List.of("b", "a"), 0));
    }

    @Test
    void chunks_of_other_documents_are_passed_over_and_counted() {
        DocumentRanking ranking = DocumentRanking.of(hits(FOREIGN, A, FOREIGN, B), Map.of(A, "a", B, "b"));
        assertThat(ranking).isEqualTo(new DocumentRanking(List.of("a", "b"), 2));
    }

    @Test
    void a_hundred_documents_are_enough() {
        Map<UUID, String> externalIds = new HashMap<>();
        List<UUID> chunks = new ArrayList<>();
        IntStream.range(0, 101).mapToObj(i -> new UUID(1, i)).forEach(id -> {
            externalIds.put(id, "d" + id.getLeastSignificantBits());
            chunks.add(id);
        });
        assertThat(DocumentRanking.of(hits(chunks.toArray(UUID[]::new)), externalIds)
                        .documents())
                .hasSize(100)
                .endsWith("d99");
    }

    private static List<SearchResult.Hit> hits(UUID... documents) {
        return List.of(documents).stream()
                .map(document -> new SearchResult.Hit(document, "", "", "", null, 1, Map.of()))
                .toList();
    }
}
