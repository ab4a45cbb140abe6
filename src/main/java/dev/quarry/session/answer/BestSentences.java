package dev.quarry.session.answer;

import dev.quarry.session.answer.SharedWordsSql.Shared;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the sentences that say most of what was asked: rare words of the question count more than common ones, as in an
 * inverse document frequency over the sentences at hand, and a passage's place in the search counts too.
 */
final class BestSentences {
    private static final double LOST_A_RANK = 0.15;

    private BestSentences() {}

    /** @return at most so many, best first, no two that say the same; none that shares nothing with the question */
    static List<Sentence> choose(List<Shared> candidates, int most) {
        Map<String, Integer> frequency = new HashMap<>();
        candidates.forEach(one -> one.lexemes().forEach(lexeme -> frequency.merge(lexeme, 1, Integer::sum)));
        List<Shared> ranked = candidates.stream()
                .filter(one -> !one.lexemes().isEmpty())
                .sorted(Comparator.comparingDouble((Shared one) -> score(one, frequency, candidates.size()))
                        .reversed())
                .toList();
        List<Sentence> chosen = new ArrayList<>();
        Set<String> said = new HashSet<>();
        for (Shared one : ranked) {
            if (chosen.size() < most && said.add(one.sentence().text().toLowerCase(Locale.ROOT))) {
                chosen.add(one.sentence());
            }
        }
        return chosen;
    }

    private static double score(Shared one, Map<String, Integer> frequency, int sentences) {
        double rarity = one.lexemes().stream()
                .mapToDouble(lexeme -> Math.log1p((double) sentences / frequency.getOrDefault(lexeme, 1)))
                .sum();
        double length = 1 + Math.log1p(one.words());
        return rarity / length / (1 + LOST_A_RANK * (one.sentence().excerpt().n() - 1));
    }
}
