package dev.quarry.evaluation.chunking;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * How much of the answers was found, and how much of what was found is answer, in characters.
 *
 * <p>With answers {@code A} and retrieved chunks {@code R}: recall is {@code |A∩R|/|A|}, precision {@code |A∩R|/|R|}, IoU
 * {@code |A∩R|/(|A|+|R|-|A∩R|)}. In {@code |R|} a character counts as often as it was retrieved, so that overlap has its price.
 *
 * @see <a href="https://research.trychroma.com/evaluating-chunking">Smith and Troynikov 2024, "Metrics"</a>
 */
record Scores(double recall, double precision, double iou) {
    static Scores of(List<Stretch> answers, List<Stretch> retrieved) {
        BitSet wanted = characters(answers);
        String text = answers.getFirst().text();
        BitSet found = characters(retrieved.stream()
                .filter(stretch -> stretch.text().equals(text))
                .toList());
        found.and(wanted);
        double hit = found.cardinality();
        double asked = wanted.cardinality();
        double read = retrieved.stream().mapToInt(Stretch::length).sum();
        return new Scores(hit / asked, read == 0 ? 0 : hit / read, hit / (asked + read - hit));
    }

    /**
     * Precision with perfect recall (Ω in the paper): of the chunks that hold any of the answers, the share that is answer.
     * It knows nothing of the retrieval, and is the bound that the cutting itself sets.
     */
    static double precisionOmega(List<Stretch> answers, Collection<Stretch> chunks) {
        BitSet wanted = characters(answers);
        BitSet read = characters(chunks.stream()
                .filter(chunk -> answers.stream().anyMatch(chunk::touches))
                .toList());
        BitSet found = (BitSet) wanted.clone();
        found.and(read);
        // What lies in no chunk (white space between two) cannot be read, and counts against the cutting.
        read.or(wanted);
        return (double) found.cardinality() / read.cardinality();
    }

    static Scores mean(List<Scores> scores) {
        return new Scores(
                scores.stream().mapToDouble(Scores::recall).average().orElse(0),
                scores.stream().mapToDouble(Scores::precision).average().orElse(0),
                scores.stream().mapToDouble(Scores::iou).average().orElse(0));
    }

    private static BitSet characters(Collection<Stretch> stretches) {
        BitSet characters = new BitSet();
        stretches.forEach(stretch -> characters.set(stretch.start(), stretch.end()));
        return characters;
    }
}
