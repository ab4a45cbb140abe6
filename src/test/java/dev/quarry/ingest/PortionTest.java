package dev.quarry.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.ingest.Portion.Due;
import dev.quarry.tenant.TenantId;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PortionTest {
    private static final TenantId OTHER = new TenantId(2);

    @Test
    void small_documents_are_taken_together_as_long_as_the_model_takes_them_in_one_go() {
        List<Due> due = List.of(due(1, 10), due(2, 10), due(3, 12), due(4, 1), due(5, 31));

        assertThat(Portion.of(due, 32)).containsExactly(portion(1, 2, 3), portion(4, 5));
    }

    @Test
    void a_large_document_goes_alone_wherever_it_stands() {
        assertThat(Portion.of(List.of(due(1, 32), due(2, 1)), 32)).containsExactly(portion(1), portion(2));
        assertThat(Portion.of(List.of(due(1, 1), due(2, 32), due(3, 1)), 32))
                .containsExactly(portion(1), portion(2), portion(3));
    }

    @Test
    void one_without_a_chunk_takes_room_or_there_would_be_no_end() {
        assertThat(Portion.of(List.of(due(1, 0), due(2, 0), due(3, 0)), 2)).containsExactly(portion(1, 2), portion(3));
    }

    @Test
    void two_tenants_never_share_one() {
        Due others = new Due(new Unfinished(OTHER, id(2)), 1);

        assertThat(Portion.of(List.of(due(1, 1), others, due(3, 1)), 32))
                .containsExactly(portion(1), new Portion(OTHER, List.of(id(2))), portion(3));
    }

    @Test
    void nothing_is_due() {
        assertThat(Portion.of(List.of(), 32)).isEmpty();
    }

    private static Due due(int document, int chunks) {
        return new Due(new Unfinished(TenantId.DEFAULT, id(document)), chunks);
    }

    private static Portion portion(int... documents) {
        return new Portion(
                TenantId.DEFAULT,
                Arrays.stream(documents).mapToObj(PortionTest::id).toList());
    }

    private static UUID id(int document) {
        return new UUID(0, document);
    }
}
