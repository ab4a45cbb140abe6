package dev.quarry.document.filter;

import dev.quarry.document.filter.Condition.Any;
import java.util.ArrayList;
import java.util.List;

/** A filter as a condition on {@code documents d}. */
public final class FilterSql {
    private FilterSql() {}

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
        FilterCompiler compiler = new FilterCompiler(parameters);
        List<String> texts = new ArrayList<>();
        List<String> checks = new ArrayList<>();
        for (Condition part : filter.parts()) {
            String check = compiler.condition(part);
            checks.add(check);
            // Comparisons that all must hold are joins to the planner; those of which one must hold are not.
            if (part instanceof Any) {
                compiler.candidates(part).ifPresent(texts::add);
            }
            texts.add(check);
        }
        return new Where(FilterCompiler.all(texts), FilterCompiler.all(checks), parameters.values());
    }
}
