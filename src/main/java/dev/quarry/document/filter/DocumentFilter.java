package dev.quarry.document.filter;

import dev.quarry.document.filter.Condition.All;
import dev.quarry.document.filter.Condition.Comparison;
import dev.quarry.document.filter.Condition.OneOf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which documents are meant (docs/filters.md). */
public final class DocumentFilter {
    /** Every document is meant. */
    public static final DocumentFilter EVERYTHING = new DocumentFilter(Condition.ALWAYS);

    private final Condition condition;

    private DocumentFilter(Condition condition) {
        this.condition = condition;
    }

    /**
     * Reads a filter from JSON, such as {@code {"status": "ready", "metadata.year": {"gte": 2020}}}.
     *
     * @param place where the filter stands in the request, for messages
     * @throws dev.quarry.failure.Failure.Invalid names every place that is wrong and what is allowed there
     */
    public static DocumentFilter parse(Map<String, ? extends @Nullable Object> filter, String place) {
        return new DocumentFilter(new FilterReader().read(filter, place));
    }

    /** What both mean. */
    public DocumentFilter and(DocumentFilter other) {
        List<Condition> both = new ArrayList<>(parts());
        both.addAll(other.parts());
        return new DocumentFilter(new All(both));
    }

    /**
     * The values of each field that must have one of these, as texts, by the field's name in a request: for those who filter
     * something else by it.
     */
    public Map<String, List<String>> texts() {
        Map<String, List<String>> texts = new HashMap<>();
        for (Condition part : parts()) {
            if (isTold(part) && part instanceof Comparison comparison && comparison.test() instanceof OneOf oneOf) {
                texts.put(
                        comparison.field().name(),
                        oneOf.values().stream().map(String::valueOf).toList());
            }
        }
        return texts;
    }

    /** Whether it says which values a field may have, and no other part says more of that field. */
    private boolean isTold(Condition part) {
        return part instanceof Comparison comparison
                && comparison.test() instanceof OneOf
                && !comparison.field().isOfElements()
                && parts().stream()
                                .flatMap(Condition::comparisons)
                                .filter(other -> other.field()
                                        .name()
                                        .equals(comparison.field().name()))
                                .count()
                        == 1;
    }

    /** The fields of conditions that {@link #texts()} does not tell whole. */
    public Set<String> untold() {
        return parts().stream()
                .filter(part -> !isTold(part))
                .flatMap(Condition::comparisons)
                .map(comparison -> comparison.field().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What must hold, each for itself. */
    List<Condition> parts() {
        return condition instanceof All all ? all.parts() : List.of(condition);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DocumentFilter filter && filter.condition.equals(condition);
    }

    @Override
    public int hashCode() {
        return condition.hashCode();
    }
}
