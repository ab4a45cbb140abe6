package dev.quarry.search;

import dev.quarry.document.Language;
import dev.quarry.embedding.SpokenLanguages;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far a model can be trusted with a question.
 *
 * <p>A few words rarely tell their language among a hundred, but mostly among the two or three that a tenant's documents are
 * in: whoever asks expects to be understood by these. Where the model speaks all of them there is nothing to tell.
 */
final class Understanding {
    /** What remains: whom the words find nothing for may still be helped. */
    static final double LEAST = 0.05;

    /** Of all chunks, which a language must have to count, unless it has that many. */
    private static final double LEAST_SHARE = 0.01;

    private static final long ENOUGH = 30;

    private Understanding() {}

    /**
     * The factor of the model's weight: 1 as long as the question's likeliest language that the model speaks is at least as
     * likely as the likeliest that it does not; falling with the square of its share of the two, and never to nothing.
     *
     * @param documents the languages that there are documents in
     * @param likelihoods of the question's languages, by code, on any one scale
     */
    static double trust(SpokenLanguages spoken, Set<Language> documents, Map<String, Double> likelihoods) {
        if (documents.stream().allMatch(spoken::include)) {
            return 1;
        }
        double understood = 0;
        double other = 0;
        for (Language language : documents) {
            double likelihood = likelihoods.getOrDefault(language.code(), 0.0);
            if (spoken.include(language)) {
                understood = Math.max(understood, likelihood);
            } else {
                other = Math.max(other, likelihood);
            }
        }
        if (understood + other == 0) {
            return documents.stream().anyMatch(spoken::include) ? 1 : LEAST;
        }
        double twice = 2 * understood / (understood + other);
        return Math.clamp(twice * twice, LEAST, 1);
    }

    /** The languages that count: one of hardly any chunks is more likely a mistake of the detector's. */
    static Set<Language> established(Map<Language, Long> chunks) {
        long whole = chunks.values().stream().mapToLong(Long::longValue).sum();
        return chunks.entrySet().stream()
                .filter(entry -> entry.getValue() >= Math.min(ENOUGH, LEAST_SHARE * whole))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
