package dev.quarry.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PairedRandomizationTest {
    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void without_a_difference_there_is_nothing_to_doubt() {
        assertThat(PairedRandomization.pValue(new double[0])).isEqualTo(1, EXACT);
    }

    @Test
    void a_few_differences_are_counted_in_every_way() {
        // All of one sign: of 8 ways only +++ and --- are as far from 0.
        assertThat(PairedRandomization.pValue(new double[] {0.5, 0.25, 0.125})).isEqualTo(2.0 / 8, EXACT);
        // Sum 0.5 of {0.5, 0.25, -0.25}: all ways have 0 or 0.5 or 1 as their distance; those of 0 are -++ and +--.
        assertThat(PairedRandomization.pValue(new double[] {0.5, 0.25, -0.25})).isEqualTo(6.0 / 8, EXACT);
        assertThat(PairedRandomization.pValue(new double[] {0.3})).isEqualTo(1, EXACT);
    }

    @Test
    void the_last_digits_of_a_sum_decide_nothing() {
        double[] differences = {0.1, 0.2, 0.3, -0.3, -0.2, 0.1 + 1e-17};
        double[] negated = IntStream.range(0, differences.length)
                .mapToDouble(i -> -differences[differences.length - 1 - i])
                .toArray();
        assertThat(PairedRandomization.pValue(differences)).isEqualTo(PairedRandomization.pValue(negated), EXACT);
    }

    @Test
    void many_differences_are_drawn_and_always_alike() {
        double[] allBetter = IntStream.range(0, 200).mapToDouble(i -> 0.01).toArray();
        double[] mixed = IntStream.range(0, 200)
                .mapToDouble(i -> i % 2 == 0 ? 0.01 : -0.01)
                .toArray();
        // No drawn one of 9,999 is as far as 200 of one sign: the observed one alone counts.
        assertThat(PairedRandomization.pValue(allBetter)).isEqualTo(1.0 / 10_000, EXACT);
        assertThat(PairedRandomization.pValue(mixed)).isEqualTo(1, EXACT);
        double[] rather =
                IntStream.range(0, 200).mapToDouble(i -> i < 116 ? 0.01 : -0.01).toArray();
        // 116 of 200 by a fair coin, two-sided: 0.028 (exact binomial test).
        assertThat(PairedRandomization.pValue(rather)).isEqualTo(0.028, within(0.006));
        assertThat(PairedRandomization.pValue(rather)).isEqualTo(PairedRandomization.pValue(rather), EXACT);
    }
}
