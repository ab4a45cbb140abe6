package dev.quarry.chunk;

import dev.quarry.failure.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts where the meaning of neighbouring sentences parts.
 *
 * <p>As in Greg Kamradt's semantic splitter, which LangChain has too, a place is a breakpoint when the cosine distance there
 * is beyond a percentile of all the text's distances. What is compared at a place is the mean of a few sentences before it
 * with that of a few after it, as TextTiling does with words: one odd sentence is no change of subject. Between the
 * breakpoints {@link AlikeSentences} keeps to the size.
 *
 * @see <a href="https://github.com/FullStackRetrieval-com/RetrievalTutorials">Kamradt: 5 levels of text splitting</a>
 * @see <a href="https://aclanthology.org/J97-1003/">Hearst 1997: TextTiling</a>
 */
final class SemanticChunker implements Chunker {
    /** Of a text's distances this share is no breakpoint. */
    private static final double PERCENTILE = 0.95;

    /** Sentences on each side of a place that are compared. */
    private static final int BLOCK = 2;

    private final SentenceVectors vectors;

    SemanticChunker(SentenceVectors vectors) {
        this.vectors = vectors;
    }

    @Override
    public List<ChunkSpan> chunk(String text, ChunkSize size, Tokenizer tokenizer) {
        SourceText source = new SourceText(text, size, tokenizer);
        List<Span> sentences = sentences(source);
        if (sentences.size() < 2) {
            return source.chunks(sentences);
        }
        if (sentences.size() > vectors.limit()) {
            throw new Failure.Invalid(
                    "chunking.strategy",
                    "semantic compares at most " + vectors.limit() + " sentences and this text has " + sentences.size()
                            + "; take another strategy, or hand the text in in parts");
        }
        double[] distances = distances(vectors.embed(sentences.stream()
                .map(span -> text.substring(span.start(), span.end()))
                .toList()));
        double threshold = percentile(distances);
        return source.chunks(new AlikeSentences(source, sentences, distances).joined(threshold));
    }

    /** The text's sentences, those that are too large in pieces. */
    private static List<Span> sentences(SourceText source) {
        List<Span> sentences = new ArrayList<>();
        for (Span sentence : source.boundaries().sentences(source.whole())) {
            for (Span piece : RecursiveCut.pieces(source, sentence, Boundaries.LINE)) {
                Span trimmed = piece.trimmed(source.text());
                if (trimmed.length() > 0) {
                    sentences.add(trimmed);
                }
            }
        }
        return sentences;
    }

    /** Cosine distances, from 0 to 2: at {@code i} between what ends with sentence {@code i} and what begins after it. */
    private static double[] distances(List<float[]> sentences) {
        double[] distances = new double[sentences.size() - 1];
        for (int i = 0; i < distances.length; i++) {
            double[] before = sum(sentences.subList(Math.max(0, i + 1 - BLOCK), i + 1));
            double[] after = sum(sentences.subList(i + 1, Math.min(sentences.size(), i + 1 + BLOCK)));
            distances[i] = 1 - cosine(before, after);
        }
        return distances;
    }

    private static double[] sum(List<float[]> vectors) {
        double[] sum = new double[vectors.getFirst().length];
        for (float[] vector : vectors) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += vector[i];
            }
        }
        return sum;
    }

    private static double cosine(double[] one, double[] other) {
        double product = 0;
        double oneSquared = 0;
        double otherSquared = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
            oneSquared += one[i] * one[i];
            otherSquared += other[i] * other[i];
        }
        double lengths = Math.sqrt(oneSquared * otherSquared);
        // Two opposite sentences cancel each other out: what is nothing is like nothing.
        return lengths == 0 ? 0 : product / lengths;
    }

    private static double percentile(double[] distances) {
        double[] sorted = distances.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.floor(PERCENTILE * (sorted.length - 1))];
    }
}
