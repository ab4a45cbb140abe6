package dev.quarry.embedding;

import java.util.Arrays;
import java.util.Random;

/**
 * On which side of 1,024 random hyperplanes a vector lies, a bit for each: the same 1,024 for every vector of so many
 * dimensions, today and in later versions.
 *
 * <p>Two vectors at the angle a differ in a/π of the bits, give or take what chance does; more bits leave less to chance. The
 * hyperplanes are the rows of a pseudo-random rotation: the vector is padded with zeros to a power of two, and three times
 * some of its numbers change their signs and a Hadamard transform mixes them all, in n log n steps.
 *
 * @see <a href="https://dl.acm.org/doi/10.1145/509907.509965">Charikar, Similarity estimation techniques (2002)</a>
 * @see <a href="https://arxiv.org/abs/1509.02897">Andoni et al., Practical and optimal LSH for angular distance (2015), for
 *     the rotation</a>
 */
final class Hyperplanes implements SignatureScheme {
    static final int BITS = 1024;

    private static final int ROUNDS = 3;

    /** By round and place, 1 or -1. */
    private final float[][] signs;

    Hyperplanes(int dimensions) {
        int padded = Math.max(BITS, Integer.highestOneBit(2 * dimensions - 1));
        // Its documentation fixes what it yields for a seed.
        Random random = new Random(BITS);
        signs = new float[ROUNDS][padded];
        for (float[] ofRound : signs) {
            for (int i = 0; i < padded; i++) {
                ofRound[i] = random.nextBoolean() ? 1 : -1;
            }
        }
    }

    @Override
    public int bits() {
        return BITS;
    }

    @Override
    public String signature(float[] vector) {
        float[] rotated = Arrays.copyOf(vector, signs[0].length);
        for (float[] ofRound : signs) {
            for (int i = 0; i < rotated.length; i++) {
                rotated[i] *= ofRound[i];
            }
            transform(rotated);
        }
        return Vectors.signature(Arrays.copyOf(rotated, BITS));
    }

    /** The fast Walsh-Hadamard transform, in place and without its constant factor: only signs are looked at. */
    private static void transform(float[] numbers) {
        for (int half = 1; half < numbers.length; half *= 2) {
            for (int block = 0; block < numbers.length; block += 2 * half) {
                for (int i = block; i < block + half; i++) {
                    float sum = numbers[i] + numbers[i + half];
                    numbers[i + half] = numbers[i] - numbers[i + half];
                    numbers[i] = sum;
                }
            }
        }
    }
}
