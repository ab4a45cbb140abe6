package dev.quarry.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.failure.Failure;
import dev.quarry.postgres.Transaction.Kind;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransactionTest {
    private static final Duration WHOLE = Duration.ofSeconds(10);

    @Test
    void long_after_the_deadline_a_cancelled_statement_may_have_met_the_servers_own_timeout() {
        long now = System.nanoTime();

        assertThat(transaction(Kind.READ, now + WHOLE.toNanos()).mayHaveTimedOutOnServer())
                .isFalse();
        assertThat(transaction(Kind.READ, now - Duration.ofMillis(501).toNanos())
                        .mayHaveTimedOutOnServer())
                .isTrue();
    }

    @Test
    void a_write_whose_connection_died_is_said_to_have_happened_perhaps() {
        long deadline = System.nanoTime() + WHOLE.toNanos();
        IOException reset = new IOException("Connection reset");

        assertThat(transaction(Kind.WRITE, deadline).failure(reset))
                .isInstanceOf(Failure.Upstream.class)
                .hasMessageEndingWith("look whether the change was made before you repeat it");
        assertThat(transaction(Kind.READ, deadline).failure(reset))
                .isInstanceOf(Failure.Upstream.class)
                .hasMessageEndingWith("was lost");
    }

    private static Transaction transaction(Kind kind, long nanoTime) {
        return new Transaction(
                kind,
                RowScope.ofTenant(1),
                new RuntimeRole(),
                new Deadline(WHOLE, nanoTime),
                SessionSettings.KEPT_BY_THE_SESSION);
    }
}
