package dev.quarry.benchmark;

import dev.quarry.client.DocumentUpload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Many documents and questions about them. Texts are sentences of {@code samples/} in which every sixth word is another, drawn
 * from 30,000 by Zipf's law: the samples' own words are few, and most would be in every hundredth chunk.
 */
final class SearchCorpus {
    private static final int VOCABULARY = 30_000;
    private static final int SENTENCES_OF_A_DOCUMENT = 250;
    /** What a document of that length is cut into. */
    private static final int CHUNKS_OF_A_DOCUMENT = 69;

    private static final int SHELVES = 40;
    private static final String[] SYLLABLES = {
        "ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "so", "te"
    };

    private final Random random = new Random(7);
    private final SampleTexts samples = new SampleTexts();
    private final double[] cumulated = new double[VOCABULARY];

    SearchCorpus() {
        double sum = 0;
        for (int i = 0; i < VOCABULARY; i++) {
            sum += 1.0 / (i + 1);
            cumulated[i] = sum;
        }
    }

    List<DocumentUpload> documents(int chunks) {
        int count = Math.max(1, chunks / CHUNKS_OF_A_DOCUMENT);
        return IntStream.range(0, count)
                .mapToObj(i -> new DocumentUpload("bench-" + i, title(i), text(), null, Map.of("shelf", shelf(i))))
                .toList();
    }

    /** The beginning of a sentence and two words more, mostly rare ones. */
    List<String> questions(int count) {
        return samples.questions(count).stream()
                .map(question -> question + " " + word() + " " + word())
                .toList();
    }

    /**
     * Vectors near those of real texts.
     *
     * @param centres unit vectors
     */
    Supplier<float[]> vectorsNear(List<float[]> centres) {
        return () -> near(centres.get(random.nextInt(centres.size())));
    }

    /** Sentences to make centres of. */
    List<String> sentences(int count) {
        return samples.questions(count);
    }

    private float[] near(float[] centre) {
        float[] vector = new float[centre.length];
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (centre[i] + 0.8 * random.nextGaussian() / Math.sqrt(vector.length));
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    private String title(int document) {
        return "Manual " + document + " of the " + word() + " " + word();
    }

    private static String shelf(int document) {
        return Integer.toString(document % SHELVES);
    }

    private String text() {
        String plain =
                samples.documents("", 1, SENTENCES_OF_A_DOCUMENT).getFirst().content();
        List<String> words = new ArrayList<>(List.of(plain.split(" ", -1)));
        for (int i = 5; i < words.size(); i += 6) {
            words.set(i, word());
        }
        return String.join(" ", words);
    }

    private String word() {
        int rank = rank();
        return SYLLABLES[rank % 13]
                + SYLLABLES[rank / 13 % 13]
                + SYLLABLES[rank / 169 % 13]
                + SYLLABLES[rank / 2197 % 13];
    }

    private int rank() {
        double wanted = random.nextDouble() * cumulated[VOCABULARY - 1];
        int found = Arrays.binarySearch(cumulated, wanted);
        return found < 0 ? Math.min(VOCABULARY - 1, -found - 1) : found;
    }
}
