package dev.quarry.document.filter;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a filter may ask of a field. */
enum Operator {
    EQ,
    NE,
    IN,
    NIN,
    GT,
    GTE,
    LT,
    LTE,
    EXISTS,
    CONTAINS,
    PREFIX;

    private static final Set<Operator> EQUALITY = EnumSet.of(EQ, NE, IN, NIN);
    private static final Set<Operator> ORDER = EnumSet.of(GT, GTE, LT, LTE);

    static Optional<Operator> named(String name) {
        return Arrays.stream(values())
                .filter(operator -> operator.label().equals(name))
                .findFirst();
    }

    /** The operators that a field takes, in their order. */
    static Set<Operator> of(Field.Kind kind) {
        Set<Operator> operators = EnumSet.copyOf(EQUALITY);
        switch (kind) {
            case STATUS, LANGUAGE -> {}
            case EXTERNAL_ID, TEXT -> {
                operators.addAll(ORDER);
                operators.addAll(EnumSet.of(EXISTS, PREFIX));
            }
            case CREATED_AT, UPDATED_AT, INDEXED_AT -> {
                operators.addAll(ORDER);
                operators.add(EXISTS);
            }
            case TAGS -> operators.addAll(EnumSet.of(EXISTS, CONTAINS, PREFIX));
            case METADATA -> operators.addAll(EnumSet.allOf(Operator.class));
        }
        return operators;
    }

    static String labels(Set<Operator> operators) {
        return operators.stream().map(Operator::label).collect(Collectors.joining(", "));
    }

    boolean isOrder() {
        return ORDER.contains(this);
    }

    /** Whether it takes an array of values. */
    boolean isList() {
        return this == IN || this == NIN;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
