package dev.quarry.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JudgedDocumentsTest {
    private static final UUID A = UUID.fromString("019a8f2e-4c1b-7d3e-9f00-0123456789ab");

    @Test
    void a_document_is_known_by_its_id_in_any_case_and_by_its_external_id() {
        String upper = A.toString().toUpperCase(java.util.Locale.ROOT);
        assertThat(JudgedDocuments.ids(Set.of(upper, "a", "1-1-1-1-1"))).containsExactly(A);
        assertThat(JudgedDocuments.of(Map.of(upper, 2), Map.of(A.toString(), A)))
                .isEqualTo(new JudgedDocuments(Map.of(A.toString(), 2), java.util.List.of()));
        assertThat(JudgedDocuments.of(Map.of("a", 1, A.toString(), 3), Map.of(A.toString(), A, "a", A))
                        .grades())
                .isEqualTo(Map.of(A.toString(), 3));
    }

    @Test
    void a_name_that_means_nothing_stays_relevant() {
        JudgedDocuments judged = JudgedDocuments.of(Map.of("gone", 1, "a", 0), Map.of("a", A));
        assertThat(judged.grades()).isEqualTo(Map.of("gone", 1, A.toString(), 0));
        assertThat(judged.unknown()).containsExactly("gone");
    }
}
