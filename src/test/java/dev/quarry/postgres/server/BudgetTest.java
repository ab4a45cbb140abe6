package dev.quarry.postgres.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {
    private static final int NO_LIMIT = ServerCapacity.UNLIMITED;
    private static final ConnectionDemand TWENTY_FIVE = new ConnectionDemand(Map.of("main", 25));

    @ParameterizedTest
    @CsvSource({"3, WITHIN, 75", "4, OVER, 100"})
    void it_is_over_when_all_instances_need_more_than_the_server_has(
            int instances, Budget.Verdict verdict, int needed) {
        Budget budget = Budget.of(OptionalInt.of(instances), 1, TWENTY_FIVE, capacity(NO_LIMIT, NO_LIMIT));

        assertThat(budget.verdict()).isEqualTo(verdict);
        assertThat(budget.needed()).isEqualTo(needed);
        assertThat(budget.from()).isEqualTo(Budget.Source.CONFIGURED);
    }

    @Test
    void without_a_number_those_that_are_seen_count_and_at_least_one() {
        assertThat(Budget.of(OptionalInt.empty(), 3, TWENTY_FIVE, capacity(NO_LIMIT, NO_LIMIT))
                        .instances())
                .isEqualTo(3);
        assertThat(Budget.of(OptionalInt.empty(), 0, TWENTY_FIVE, capacity(NO_LIMIT, NO_LIMIT))
                        .instances())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, -1, 97, max_connections 100 less 3 reserved",
        "20, -1, 20, the role's connection limit 20",
        "-1, 30, 30, the database's connection limit 30",
        "40, 30, 30, the database's connection limit 30",
        "0, -1, 0, the role's connection limit 0"
    })
    void the_tightest_limit_counts_and_is_named(int role, int database, int available, String words) {
        assertThat(capacity(role, database).available()).isEqualTo(available);
        assertThat(capacity(role, database).limit()).isEqualTo(words);
    }

    @Test
    void the_sum_is_told_in_words() {
        assertThat(Budget.of(OptionalInt.of(4), 1, TWENTY_FIVE, capacity(NO_LIMIT, NO_LIMIT))
                        .sum())
                .isEqualTo("100 of 97: 4 instances (configured) × 25 (main 25; 2 more while one migrates), against"
                        + " max_connections 100 less 3 reserved; 12 in use now");
    }

    @ParameterizedTest
    @CsvSource({"140012, false", "150004, true", "180000, true"})
    void a_server_that_is_too_old_is_refused_by_name(int number, boolean fit) {
        ServerVersion version = new ServerVersion(number);

        assertThat(version.refusal().isEmpty()).isEqualTo(fit);
        assertThat(new ServerVersion(140012).refusal().orElseThrow())
                .contains("14.12")
                .contains("15");
    }

    private static ServerCapacity capacity(int role, int database) {
        return new ServerCapacity(100, 3, role, database, 12, 1);
    }
}
