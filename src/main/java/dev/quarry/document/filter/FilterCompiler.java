package dev.quarry.document.filter;

import dev.quarry.document.filter.Condition.All;
import dev.quarry.document.filter.Condition.Any;
import dev.quarry.document.filter.Condition.Bound;
import dev.quarry.document.filter.Condition.Comparison;
import dev.quarry.document.filter.Condition.Not;
import dev.quarry.document.filter.Condition.OneOf;
import dev.quarry.document.filter.Condition.Present;
import dev.quarry.document.filter.Condition.Range;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a filter's conditions as SQL; every value becomes a parameter. One for each statement. */
final class FilterCompiler {
    private final Parameters parameters;

    /** A comparison stands in the SQL more than once, its values among the parameters only once. */
    private final Map<Comparison, String> facts = new HashMap<>();

    FilterCompiler(Parameters parameters) {
        this.parameters = parameters;
    }

    static String all(List<String> conditions) {
        return conditions.isEmpty() ? "true" : String.join("\nand ", conditions);
    }

    /** Of one document after the other. */
    String condition(Condition condition) {
        return switch (condition) {
            case All all -> all(all.parts().stream().map(this::condition).toList());
            case Any any -> any.parts().stream().map(this::condition).collect(Collectors.joining(" or ", "(", ")"));
            case Not(Comparison fact) when fact.field().isFact() -> "not " + condition(fact);
            case Not not -> "(%s) is not true".formatted(condition(not.part()));
            case Comparison comparison when comparison.field().isFact() -> """
                    exists (
                      select from document_facts f
                      where f.tenant_id = d.tenant_id and f.document_id = d.id and %s)""".formatted(fact(comparison));
            case Comparison comparison -> column(comparison);
        };
    }

    /** Documents among which are all that the condition means, by way of the facts' indexes, where there is such a way. */
    Optional<String> candidates(Condition condition) {
        return Candidates.of(condition)
                .map(comparisons -> comparisons.stream()
                        .map(comparison ->
                                "select f.tenant_id, f.document_id from document_facts f where " + fact(comparison))
                        .collect(Collectors.joining("\nunion all\n", "(d.tenant_id, d.id) in (\n", "\n)")));
    }

    private String fact(Comparison comparison) {
        return facts.computeIfAbsent(comparison, this::newFact);
    }

    private String newFact(Comparison comparison) {
        String key =
                "f.key = " + parameters.text(ShortText.key(comparison.field().key()));
        return switch (comparison.test()) {
            case Present present -> key;
            case OneOf oneOf -> key + " and " + FactTest.oneOf(oneOf, parameters);
            case Range range -> key + " and " + FactTest.range(range, parameters);
        };
    }

    private String column(Comparison comparison) {
        String column = "d." + comparison.field().column();
        return switch (comparison.test()) {
            case Present present -> column + " is not null";
            case OneOf oneOf -> column + " = any (" + parameters.texts(oneOf.values()) + ")";
            case Range range -> FactTest.bounds(range, (bound, isLower) -> columnBound(column, bound, isLower));
        };
    }

    private String columnBound(String column, Bound bound, boolean isLower) {
        String operator = FactTest.operator(bound, isLower);
        return bound.value() instanceof String text
                ? column + " collate \"C\" " + operator + " " + parameters.text(text)
                : column + " " + operator + " " + parameters.moment(bound.value());
    }
}
