package dev.quarry.search.lexical;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** BM25 as the formula has it, over every chunk: the first referee. */
final class PlainBm25 {
    private PlainBm25() {}

    /** The score of every chunk that holds a lexeme of the query. */
    static Map<UUID, Double> scores(
            RandomCorpus corpus, List<RandomCorpus.Chunk> chunks, String query, double k1, double b) {
        double average =
                chunks.stream().mapToInt(RandomCorpus.Chunk::length).average().orElse(1);
        Map<UUID, Double> scores = new HashMap<>();
        for (String language : RandomCorpus.LANGUAGES) {
            List<RandomCorpus.Chunk> inLanguage = chunks.stream()
                    .filter(chunk -> chunk.language().equals(language))
                    .toList();
            corpus.lexemes(language, query).forEach((lexeme, times) -> {
                double holding = inLanguage.stream()
                        .filter(chunk -> chunk.frequencies().containsKey(lexeme))
                        .count();
                double idf = Math.log(1 + (chunks.size() - holding + 0.5) / (holding + 0.5));
                for (RandomCorpus.Chunk chunk : inLanguage) {
                    Integer frequency = chunk.frequencies().get(lexeme);
                    if (frequency != null) {
                        double norm = k1 * (1 - b + b * chunk.length() / average);
                        scores.merge(chunk.id(), times * idf * frequency * (k1 + 1) / (frequency + norm), Double::sum);
                    }
                }
            });
        }
        return scores;
    }
}
