package dev.quarry.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Whether a difference between two runs may be luck: the two-sided paired randomization test (Fisher). Pure; the same
 * differences always give the same value.
 *
 * <p>If the runs were equally good, each question's difference could as well have had the other sign. The p-value is the
 * share of all ways to choose the signs that make a sum at least as far from 0 as the one observed. Up to {@value
 * #COUNTED_UP_TO} differences every way is counted; beyond, {@value #SAMPLES} are drawn, and the observed one is counted
 * among them.
 *
 * @see <a href="https://doi.org/10.1145/1321440.1321528">Smucker, Allan and Carterette (2007)</a>
 */
final class PairedRandomization {
    private static final int COUNTED_UP_TO = 13;
    private static final int SAMPLES = 9_999;
    private static final long SEED = 1_321_440;

    /** Sums of the same numbers in another order differ in the last digits. */
    private static final double EPSILON = 1e-9;

    private PairedRandomization() {}

    /**
     * @param differences one of each question where the two differ; those where they do not change nothing
     * @return above 0, at most 1; 1 where there are none
     */
    static double pValue(double[] differences) {
        double observed = Math.abs(Arrays.stream(differences).sum()) - EPSILON;
        return differences.length <= COUNTED_UP_TO ? counted(differences, observed) : drawn(differences, observed);
    }

    private static double counted(double[] differences, double observed) {
        int ways = 1 << differences.length;
        int asFar = 0;
        for (int signs = 0; signs < ways; signs++) {
            if (Math.abs(signed(differences, 0, differences.length, signs)) >= observed) {
                asFar++;
            }
        }
        return (double) asFar / ways;
    }

    private static double drawn(double[] differences, double observed) {
        SplittableRandom random = new SplittableRandom(SEED);
        int asFar = 1;
        for (int sample = 0; sample < SAMPLES; sample++) {
            double sum = 0;
            for (int from = 0; from < differences.length; from += Long.SIZE) {
                sum += signed(differences, from, Math.min(differences.length, from + Long.SIZE), random.nextLong());
            }
            if (Math.abs(sum) >= observed) {
                asFar++;
            }
        }
        return (double) asFar / (SAMPLES + 1);
    }

    /** The sum from {@code from} to before {@code to}, at most 64 numbers, each with its bit's sign. */
    private static double signed(double[] differences, int from, int to, long signs) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (signs >>> (i - from) & 1) == 0 ? differences[i] : -differences[i];
        }
        return sum;
    }
}
