package dev.quarry.embedding.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private final Batches batches = new Batches(3, 10, String::length);

    @Test
    void a_request_has_only_so_many_texts() {
        assertThat(batches.of(List.of("a", "b", "c", "d"))).containsExactly(List.of("a", "b", "c"), List.of("d"));
    }

    @Test
    void a_request_has_only_so_many_tokens() {
        assertThat(batches.of(List.of("aaaaaa", "bbbb", "c"))).containsExactly(List.of("aaaaaa", "bbbb"), List.of("c"));
    }

    @Test
    void a_text_that_is_too_large_goes_alone() {
        assertThat(batches.of(List.of("a", "b".repeat(11), "c")))
                .containsExactly(List.of("a"), List.of("b".repeat(11)), List.of("c"));
    }

    @Test
    void nothing_is_no_request() {
        assertThat(batches.of(List.of())).isEmpty();
    }
}
