package dev.quarry.document.filter;

import dev.quarry.document.filter.Condition.All;
import dev.quarry.document.filter.Condition.Any;
import dev.quarry.document.filter.Condition.Comparison;
import dev.quarry.document.filter.Condition.Not;
import dev.quarry.document.filter.Condition.Present;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Comparisons of which every document that a condition means passes one, all of them of facts: where a search for these
 * documents can begin.
 *
 * <pre>
 *   a                 a
 *   a and …           a
 *   a or b            a, b       where both have some
 *   not a             none: what is not there stands in no index
 * </pre>
 */
final class Candidates {
    private Candidates() {}

    static Optional<List<Comparison>> of(Condition condition) {
        return switch (condition) {
            case Comparison comparison
            when comparison.field().isFact() && !(comparison.test() instanceof Present) ->
                Optional.of(List.of(comparison));
            case Comparison columnOrPresence -> Optional.empty();
            case Not not -> Optional.empty();
            case All all ->
                all.parts().stream()
                        .map(Candidates::of)
                        .flatMap(Optional::stream)
                        .findFirst();
            case Any any -> ofEach(any.parts());
        };
    }

    private static Optional<List<Comparison>> ofEach(List<Condition> parts) {
        List<Comparison> together = new ArrayList<>();
        for (Condition part : parts) {
            Optional<List<Comparison>> own = of(part);
            if (own.isEmpty()) {
                return Optional.empty();
            }
            together.addAll(own.get());
        }
        return Optional.of(together);
    }
}
