package dev.quarry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quarry.failure.Failure;
import dev.quarry.tenant.TenantId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorCodeTest {
    private static final CursorCode CODE = code("oil", 10);

    @Test
    void a_cursor_comes_back_as_it_went() {
        Cursor.Ranked ranked = new Cursor.Ranked(30, 200);
        Cursor.Listed listed = new Cursor.Listed(new UUID(7, -9), 12);

        assertThat(CODE.ranked(CODE.write(ranked))).contains(ranked);
        assertThat(CODE.listed(CODE.write(listed))).contains(listed);
        assertThat(CODE.ranked(null)).isEmpty();
    }

    @Test
    void a_cursor_of_another_question_page_size_or_tenant_is_refused() {
        String cursor = CODE.write(new Cursor.Ranked(30, 200));

        for (CursorCode other : new CursorCode[] {
            code("water", 10), code("oil", 20), CursorCode.of(new TenantId(2), request("oil", 10, Map.of()))
        }) {
            assertThatThrownBy(() -> other.ranked(cursor))
                    .isInstanceOf(Failure.Invalid.class)
                    .hasMessageContaining("another question");
        }
    }

    @Test
    void the_order_of_a_filters_fields_makes_no_difference() {
        String cursor = CursorCode.of(TenantId.DEFAULT, request("oil", 10, Map.of("title", "a", "language", "en")))
                .write(new Cursor.Ranked(1, 100));
        assertThat(CursorCode.of(TenantId.DEFAULT, request("oil", 10, Map.of("language", "en", "title", "a")))
                        .ranked(cursor))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!!", "AAAA", "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA"})
    void what_is_no_cursor_is_refused(String text) {
        assertThatThrownBy(() -> CODE.ranked(text)).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void a_cursor_of_the_other_kind_is_refused() {
        String listed = CODE.write(new Cursor.Listed(new UUID(1, 1), 1));
        assertThatThrownBy(() -> CODE.ranked(listed)).isInstanceOf(Failure.Invalid.class);
    }

    private static CursorCode code(String query, int k) {
        return CursorCode.of(TenantId.DEFAULT, request(query, k, Map.of()));
    }

    private static SearchRequest request(String query, int k, Map<String, Object> filter) {
        return new SearchRequest(query, k, null, null, null, null, filter, null, null, null, null, null, null, null);
    }
}
