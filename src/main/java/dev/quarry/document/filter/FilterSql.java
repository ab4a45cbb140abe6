package dev.quarry.document.filter;

import dev.quarry.document.filter.Condition.All;
import dev.quarry.document.filter.Condition.Any;
import dev.quarry.document.filter.Condition.Bound;
import dev.quarry.document.filter.Condition.Comparison;
import dev.quarry.document.filter.Condition.Not;
import dev.quarry.document.filter.Condition.OneOf;
import dev.quarry.document.filter.Condition.Present;
import dev.quarry.document.filter.Condition.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A filter as a condition on {@code documents d}. */
public final class FilterSql {
    private final Parameters parameters;

    /** A comparison stands in the SQL more than once, its values among the parameters only once. */
    private final Map<Comparison, String> facts = new HashMap<>();

    private FilterSql(Parameters parameters) {
        this.parameters = parameters;
    }

    /**
     * A condition and the values of its parameters. Both texts say the same, with the same parameters.
     *
     * @param text for finding the documents: what can be looked up stands where the planner can begin with it
     * @param check for asking it of one document after the other
     */
    public record Where(String text, String check, List<Object> parameters) {}

    /** @param first the number of the first parameter that is free */
    public static Where where(DocumentFilter filter, int first) {
        Parameters parameters = new Parameters(first);
        FilterSql sql = new FilterSql(parameters);
        List<String> texts = new ArrayList<>();
        List<String> checks = new ArrayList<>();
        for (Condition part : filter.parts()) {
            String check = sql.condition(part);
            checks.add(check);
            // Comparisons that all must hold are joins to the planner; those of which one must hold are not.
            if (part instanceof Any) {
                sql.candidates(part).ifPresent(texts::add);
            }
            texts.add(check);
        }
        return new Where(all(texts), all(checks), parameters.values());
    }

    private String condition(Condition condition) {
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
    private Optional<String> candidates(Condition condition) {
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

    private static String all(List<String> conditions) {
        return conditions.isEmpty() ? "true" : String.join("\nand ", conditions);
    }
}
