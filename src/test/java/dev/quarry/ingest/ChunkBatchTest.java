package dev.quarry.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.ingest.PipelineSql.MissingChunk;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChunkBatchTest {
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);

    @Test
    void the_last_batch_completes_every_document_whether_it_missed_something_or_not() {
        ChunkBatch batch = ChunkBatch.of(chunks(A, 0, 3), List.of(A, B), 3);

        assertThat(batch.chunks()).hasSize(3);
        assertThat(batch.complete()).containsExactly(A, B);
        assertThat(batch.left()).isEmpty();
    }

    @Test
    void a_document_that_goes_on_is_left_from_where_it_was_cut() {
        List<MissingChunk> missing = Stream.concat(chunks(A, 0, 2).stream(), chunks(B, 5, 3).stream())
                .toList();

        ChunkBatch batch = ChunkBatch.of(missing, List.of(A, B, C), 4);

        assertThat(batch.complete()).containsExactly(A);
        assertThat(batch.left()).containsExactly(B, C);
        assertThat(batch.position()).isEqualTo(6);
        assertThat(batch.documents()).containsExactly(A, B);
    }

    @Test
    void a_batch_that_ends_with_a_document_begins_the_next_at_its_beginning() {
        List<MissingChunk> missing = Stream.concat(chunks(A, 0, 2).stream(), chunks(C, 7, 1).stream())
                .toList();

        ChunkBatch batch = ChunkBatch.of(missing, List.of(A, B, C), 2);

        assertThat(batch.complete()).containsExactly(A, B);
        assertThat(batch.left()).containsExactly(C);
        assertThat(batch.position()).isEqualTo(-1);
    }

    private static List<MissingChunk> chunks(UUID document, int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(position -> new MissingChunk(document, UUID.randomUUID(), position, "", "text"))
                .toList();
    }
}
