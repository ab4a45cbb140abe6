package dev.quarry.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void a_percentile_is_a_latency_that_was_measured_whatever_the_order() {
        List<Duration> took =
                IntStream.rangeClosed(1, 20).mapToObj(Duration::ofMillis).toList();
        for (List<Duration> order : List.of(took, took.reversed())) {
            assertThat(new Latencies(order).percentileMillis(50)).isEqualTo(10);
            assertThat(new Latencies(order).percentileMillis(95)).isEqualTo(19);
        }
        assertThat(new Latencies(List.of(Duration.ofMillis(7))).percentileMillis(50))
                .isEqualTo(7);
    }
}
