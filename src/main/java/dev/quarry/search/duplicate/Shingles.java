package dev.quarry.search.duplicate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A text as the set of its words, three in a row at a time, each by its hash.
 *
 * @see <a href="https://doi.org/10.1016/S0169-7552(97)00031-7">Broder et al., Syntactic clustering of the Web (1997)</a>
 */
final class Shingles {
    static final double THRESHOLD = 0.9;

    private static final int WORDS = 3;
    /** A text of fewer words is too short to be almost another. */
    private static final int FEWEST_WORDS = 8;

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final Pattern DIGIT = Pattern.compile("\\p{N}");

    /** Ascending, each once. */
    private final long[] hashes;

    private final Set<String> numbers;

    private Shingles(long[] hashes, Set<String> numbers) {
        this.hashes = hashes;
        this.numbers = numbers;
    }

    static Shingles of(String text) {
        List<String> words = new ArrayList<>();
        for (String word : BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT), -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        long[] hashes = words.size() < FEWEST_WORDS
                ? new long[0]
                : IntStream.rangeClosed(0, words.size() - WORDS)
                        .mapToLong(i -> hash(words.subList(i, i + WORDS)))
                        .sorted()
                        .distinct()
                        .toArray();
        return new Shingles(
                hashes,
                words.stream().filter(word -> DIGIT.matcher(word).find()).collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * The first hashes in ascending order, one of which any near-equal text has among its own.
     *
     * @see <a href="https://doi.org/10.1145/1242572.1242591">Bayardo, Ma and Srikant, Scaling up all pairs similarity search
     *     (2007)</a>
     */
    long[] prefix() {
        int length = hashes.length == 0 ? 0 : hashes.length - (int) Math.ceil(THRESHOLD * hashes.length) + 1;
        return Arrays.copyOf(hashes, length);
    }

    boolean isNearlyEqualTo(Shingles other) {
        return hashes.length > 0 && numbers.equals(other.numbers) && similarity(other) >= THRESHOLD;
    }

    /** Jaccard's: what both have, of all that either has. */
    private double similarity(Shingles other) {
        int common = 0;
        int i = 0;
        int j = 0;
        while (i < hashes.length && j < other.hashes.length) {
            int order = Long.compare(hashes[i], other.hashes[j]);
            common += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return (double) common / (hashes.length + other.hashes.length - common);
    }

    /** FNV-1a over the characters, 64 bits: two of some thousand shingles practically never meet. */
    private static long hash(List<String> words) {
        long hash = 0xcbf29ce484222325L;
        for (String word : words) {
            for (int i = 0; i < word.length(); i++) {
                hash = (hash ^ word.charAt(i)) * 0x100000001b3L;
            }
            hash = (hash ^ ' ') * 0x100000001b3L;
        }
        return hash;
    }
}
