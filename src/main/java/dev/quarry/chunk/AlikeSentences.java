package dev.quarry.chunk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Joins neighbouring sentences to pieces that fit, the most alike first.
 *
 * <p>Each place between two sentences is looked at once, in the order of its distance: pieces only grow, so what does not fit
 * together now never will.
 */
final class AlikeSentences {
    private final SourceText source;
    private final List<Span> sentences;
    private final double[] distances;

    /** For each sentence one further on towards the last of its piece, or itself; and the same towards the first. */
    private final int[] towardsLast;

    private final int[] towardsFirst;

    /** @param distances between each sentence and the next */
    AlikeSentences(SourceText source, List<Span> sentences, double[] distances) {
        this.source = source;
        this.sentences = sentences;
        this.distances = distances;
        this.towardsLast = IntStream.range(0, sentences.size()).toArray();
        this.towardsFirst = towardsLast.clone();
    }

    /** @param threshold beyond this distance only a piece that is short is joined with another */
    List<Span> joined(double threshold) {
        List<Integer> places = IntStream.range(0, distances.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(place -> distances[place])
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        IntStream.range(0, distances.length).filter(this::isHeading).forEach(this::joinIfItFits);
        places.stream().filter(place -> distances[place] <= threshold).forEach(this::joinIfItFits);
        places.stream().filter(this::isBesideAShortPiece).forEach(this::joinIfItFits);
        return pieces();
    }

    private List<Span> pieces() {
        List<Span> pieces = new ArrayList<>();
        int first = 0;
        while (first < sentences.size()) {
            pieces.add(pieceOf(first));
            first = last(first) + 1;
        }
        return pieces;
    }

    private boolean isHeading(int sentence) {
        return source.boundaries().holdsOnlyHeadings(sentences.get(sentence));
    }

    private boolean isBesideAShortPiece(int place) {
        return source.isShort(pieceOf(place)) || source.isShort(pieceOf(place + 1));
    }

    private void joinIfItFits(int place) {
        Span together = new Span(pieceOf(place).start(), pieceOf(place + 1).end());
        if (source.fits(together)) {
            towardsLast[place] = place + 1;
            towardsFirst[place + 1] = place;
        }
    }

    private Span pieceOf(int sentence) {
        return new Span(
                sentences.get(first(sentence)).start(),
                sentences.get(last(sentence)).end());
    }

    private int last(int sentence) {
        return follow(towardsLast, sentence);
    }

    private int first(int sentence) {
        return follow(towardsFirst, sentence);
    }

    /** Shortens the way for those who come after: without that, a long piece would be walked for each of its sentences. */
    private static int follow(int[] towards, int sentence) {
        int end = sentence;
        while (towards[end] != end) {
            end = towards[end];
        }
        int at = sentence;
        while (towards[at] != end) {
            int next = towards[at];
            towards[at] = end;
            at = next;
        }
        return end;
    }
}
