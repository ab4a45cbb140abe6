package dev.quarry.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.quarry.command.WrongUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementTest {
    private static final String WEIGHTED = "fused vector=0.4,bm25=1.5";
    private static final List<VariantResult> RESULTS = List.of(
            result("vector", "vector", 0.515),
            result("bm25", "bm25", 0.52),
            result("fused", null, 0.571),
            result(WEIGHTED, null, 0.52));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bm25.ndcg@10>=0.52",
                "bm25.ndcg@10 >= 0.51",
                "fused.ndcg@10>=best-leg.ndcg@10",
                "fused vector=0.4,bm25=1.5.ndcg@10>=bm25.ndcg@10",
                "vector.map>=0"
            })
    void is_met_by_a_score_that_reaches_it(String text) {
        assertThat(Requirement.parse(text).unmet(RESULTS)).isEmpty();
    }

    @Test
    void says_by_how_much_it_is_not_met() {
        assertThat(Requirement.parse("vector.ndcg@10>=best-leg.ndcg@10").unmet(RESULTS))
                .contains("not met: vector.ndcg@10>=best-leg.ndcg@10 (0.5150 is less than 0.5200)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bm25.ndcg@10", "bm25.ndcg@5>=0.5", "ndcg@10>=0.5", ">=0.5", "bm25.map>=", "bm25.map>=x"})
    void refuses_what_is_no_requirement(String text) {
        assertThatExceptionOfType(WrongUsage.class).isThrownBy(() -> Requirement.parse(text));
    }

    @Test
    void refuses_a_variant_that_is_not_measured() {
        List<SearchVariant> variants =
                RESULTS.stream().map(VariantResult::variant).toList();
        assertThatExceptionOfType(WrongUsage.class)
                .isThrownBy(() -> Requirement.parse("bm42.map>=0.1").requireKnown(variants))
                .withMessageContaining("bm42")
                .withMessageContaining("vector, bm25, fused");
    }

    private static VariantResult result(String name, @Nullable String capability, double ndcg) {
        SearchVariant variant = new SearchVariant(name, capability, null, null);
        Latencies latencies = new Latencies(List.of(Duration.ofMillis(1)));
        return new VariantResult(variant, Map.of(Metric.NDCG_10, ndcg), latencies, 0, 0);
    }
}
