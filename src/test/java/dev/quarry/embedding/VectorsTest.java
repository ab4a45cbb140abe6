package dev.quarry.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.buffer.Buffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VectorsTest {
    private static final int DIMENSIONS = 384;
    /** Half precision has eleven significant bits: a rounded number is off by at most one part in 2^11. */
    private static final double HALF_PRECISION = 1.0 / 2048;
    /** Below this a half is subnormal, and what it is off by no longer shrinks with it: 2^-25. */
    private static final double SMALLEST_ERROR = Math.scalb(1.0, -25);

    private final Random random = new Random(384);

    @Test
    void half_precision_keeps_each_number_within_its_rounding_error() {
        float[] vector = unitVector();
        Buffer stored = Vectors.toHalfPrecision(vector);
        assertThat(stored.length()).isEqualTo(DIMENSIONS * 2);
        for (int i = 0; i < DIMENSIONS; i++) {
            float back = Float.float16ToFloat(stored.getShort(i * 2));
            double bound = Math.max(Math.abs(vector[i]) * HALF_PRECISION, SMALLEST_ERROR);
            assertThat((double) back).as("number %d", i).isEqualTo(vector[i], within(bound));
        }
    }

    @Test
    void half_precision_is_stored_big_endian() {
        assertThat(Vectors.toHalfPrecision(new float[] {1f, -2f}).getBytes()).containsExactly(0x3c, 0x00, 0xc0, 0x00);
    }

    @Test
    void the_dot_product_is_that_of_the_exact_vectors_but_for_the_rounding() {
        for (int i = 0; i < 1_000; i++) {
            float[] one = unitVector();
            float[] other = unitVector();
            double product = Vectors.dotHalfPrecision(one, Vectors.toHalfPrecision(other));
            // By Cauchy and Schwarz a relative error of every number is one of the product of unit vectors.
            assertThat(product).as("pair %d", i).isEqualTo(dot(one, other), within(HALF_PRECISION + 1e-6));
        }
    }

    @Test
    void a_unit_vector_is_as_near_as_can_be_to_itself() {
        float[] vector = unitVector();
        assertThat(Vectors.dotHalfPrecision(vector, Vectors.toHalfPrecision(vector)))
                .isEqualTo(1.0, within(1e-3));
    }

    @Test
    void vectors_of_two_spaces_are_not_compared() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Vectors.dotHalfPrecision(new float[3], Vectors.toHalfPrecision(new float[2])))
                .withMessage("a stored vector has 2 numbers, the space has 3");
    }

    @Test
    void the_signature_has_a_one_where_the_number_is_positive() {
        assertThat(Vectors.signature(new float[] {0.5f, -0.5f, 0f, -0f, Float.MIN_VALUE}))
                .isEqualTo("10001");
        assertThat(Vectors.signature(new float[0])).isEmpty();
        assertThat(Vectors.signature(unitVector())).hasSize(DIMENSIONS).matches("[01]+");
    }

    @Test
    void the_text_form_is_pgvectors() {
        assertThat(Vectors.toText(new float[] {0.1f, -2f, 1e-5f})).isEqualTo("[0.1,-2.0,1.0E-5]");
        assertThat(Vectors.toText(new float[0])).isEqualTo("[]");
    }

    @Test
    void the_text_form_loses_nothing() {
        float[] vector = unitVector();
        String text = Vectors.toText(vector);
        String[] numbers = text.substring(1, text.length() - 1).split(",", -1);
        for (int i = 0; i < DIMENSIONS; i++) {
            assertThat(Float.parseFloat(numbers[i])).isEqualTo(vector[i]);
        }
    }

    private float[] unitVector() {
        float[] vector = new float[DIMENSIONS];
        double squares = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += (double) vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
