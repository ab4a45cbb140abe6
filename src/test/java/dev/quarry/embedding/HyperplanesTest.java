package dev.quarry.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HyperplanesTest {
    private final Random random = new Random(1);

    /** Stored signatures are compared with those that later versions make. */
    @Test
    void a_vectors_signature_never_changes() {
        float[] vector = new float[384];
        IntStream.range(0, vector.length).forEach(i -> vector[i] = (float) Math.sin(i));

        assertThat(new Hyperplanes(384).signature(vector).hashCode()).isEqualTo(1719094559);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 384, 768, 1024, 1025, 1536, 3072})
    void every_dimension_has_as_many_bits(int dimensions) {
        assertThat(new Hyperplanes(dimensions).signature(gaussian(dimensions)))
                .hasSize(Hyperplanes.BITS)
                .matches("[01]+");
    }

    @ParameterizedTest
    @ValueSource(ints = {384, 1536})
    void two_vectors_differ_in_the_share_of_bits_that_their_angle_is_of_a_half_turn(int dimensions) {
        Hyperplanes hyperplanes = new Hyperplanes(dimensions);
        for (double angle = 0.1; angle < Math.PI; angle += 0.3) {
            double differing = 0;
            int pairs = 50;
            for (int pair = 0; pair < pairs; pair++) {
                float[] one = Vectors.toUnit(gaussian(dimensions));
                float[] other = atAngle(one, angle);
                differing += share(hyperplanes.signature(one), hyperplanes.signature(other)) / pairs;
            }
            // Fifty times 1,024 bits: a standard deviation of 0.0022 at most.
            assertThat(differing).isEqualTo(angle / Math.PI, within(0.01));
        }
    }

    private float[] atAngle(float[] one, double angle) {
        float[] across = gaussian(one.length);
        double common = dot(one, across);
        for (int i = 0; i < one.length; i++) {
            across[i] -= (float) (common * one[i]);
        }
        float[] unit = Vectors.toUnit(across);
        float[] other = new float[one.length];
        for (int i = 0; i < one.length; i++) {
            other[i] = (float) (Math.cos(angle) * one[i] + Math.sin(angle) * unit[i]);
        }
        return other;
    }

    private static double share(String one, String other) {
        return IntStream.range(0, one.length())
                        .filter(i -> one.charAt(i) != other.charAt(i))
                        .count()
                / (double) one.length();
    }

    private float[] gaussian(int dimensions) {
        float[] numbers = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
