package dev.quarry.search.sql;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One query of the settings, understood as far as that goes without a database. */
record OwnQuery(String name, QueryTemplate template, SqlConfig.Source settings) {
    static final int MOST_ROWS = 1000;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,39}");
    private static final int LARGEST_WEIGHT = 1000;

    /**
     * Reads the settings of one query.
     *
     * @throws IllegalStateException naming the setting that makes no sense, and what is allowed
     */
    static OwnQuery of(String name, SqlConfig.Source settings) {
        refuse(
                !NAME.matcher(name).matches(),
                "quarry.search.sql." + name
                        + ": the name must begin with a-z and have at most 40 of a-z, 0-9, _ and -");
        String prefix = prefix(name);
        refuse(
                settings.limit() < 1 || settings.limit() > MOST_ROWS,
                prefix + "limit is " + settings.limit() + "; it must be between 1 and " + MOST_ROWS);
        refuse(!settings.deadline().isPositive(), prefix + "deadline must be longer than nothing");
        refuse(
                !(settings.weight() >= 0 && settings.weight() <= LARGEST_WEIGHT),
                prefix + "weight is " + settings.weight() + "; it must be between 0 and " + LARGEST_WEIGHT);
        try {
            return new OwnQuery(name, QueryTemplate.parse(settings.query()), settings);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalStateException(prefix + "query " + wrong.getMessage(), wrong);
        }
    }

    /** What searches call it. */
    String capability() {
        return "sql:" + name;
    }

    /** A setting of this query by its whole name. */
    String setting(String key) {
        return prefix(name) + key;
    }

    Optional<String> role() {
        return settings.role();
    }

    Duration deadline() {
        return settings.deadline();
    }

    boolean namesTheTenant() {
        return template.parameters().stream().anyMatch(parameter -> parameter.kind() == Parameter.Kind.TENANT);
    }

    /** The fields of a request's filter that the query looks at. */
    Set<String> filterFields() {
        return template.parameters().stream().map(Parameter::field).collect(Collectors.toSet());
    }

    private static String prefix(String name) {
        return "quarry.search.sql." + name + ".";
    }

    private static void refuse(boolean senseless, String message) {
        if (senseless) {
            throw new IllegalStateException(message);
        }
    }
}
