package dev.quarry.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PgvectorRefusalTest {
    @Test
    void a_role_that_may_not_make_the_extension_is_one_line_that_says_what_to_run() {
        SQLException denied = new SQLException("ERROR: permission denied\n  Hint: Must be superuser.", "42501");

        assertThat(Pgvector.explain(denied))
                .doesNotContain("\n")
                .contains("permission denied Hint: Must be superuser. Let a role that may")
                .endsWith("create extension vector");
    }
}
