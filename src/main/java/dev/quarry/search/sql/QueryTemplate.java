package dev.quarry.search.sql;

import java.util.List;

/**
 * A statement whose named parameters have become numbered ones.
 *
 * @param text without a semicolon; {@code $1} stands for the first of the parameters
 * @param parameters each once, in the order of their numbers
 */
record QueryTemplate(String text, List<Parameter> parameters) {
    QueryTemplate {
        parameters = List.copyOf(parameters);
    }

    /**
     * Reads a statement.
     *
     * @throws IllegalArgumentException saying what is wrong with it and what is allowed, a clause that follows the setting's
     *     name
     */
    static QueryTemplate parse(String sql) {
        return new QueryReader(sql).read();
    }
}
