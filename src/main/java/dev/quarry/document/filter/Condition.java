package dev.quarry.document.filter;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a document must satisfy: a tree of comparisons. Every comparison is true or false of a document, never unknown. */
sealed interface Condition {
    /** Holds of every document. */
    Condition ALWAYS = new All(List.of());

    /** Every comparison in the tree. */
    Stream<Comparison> comparisons();

    /** Each of the parts holds; without parts, always. */
    record All(List<Condition> parts) implements Condition {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public Stream<Comparison> comparisons() {
            return parts.stream().flatMap(Condition::comparisons);
        }
    }

    /** One of the parts holds. */
    record Any(List<Condition> parts) implements Condition {
        public Any {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("one of none never holds");
            }
        }

        @Override
        public Stream<Comparison> comparisons() {
            return parts.stream().flatMap(Condition::comparisons);
        }
    }

    /** The part does not hold; of a document without the field, too. */
    record Not(Condition part) implements Condition {
        @Override
        public Stream<Comparison> comparisons() {
            return part.comparisons();
        }
    }

    /** The field has a value that passes the test. */
    record Comparison(Field field, Test test) implements Condition {
        @Override
        public Stream<Comparison> comparisons() {
            return Stream.of(this);
        }
    }

    /** What is asked of a value. Values of other types than the test's do not pass. */
    sealed interface Test {}

    /** It is one of these: all of them texts, all of them numbers ({@link java.math.BigDecimal}) or all of them booleans. */
    record OneOf(List<Object> values) implements Test {
        public OneOf {
            values = List.copyOf(values);
        }
    }

    /** It lies between the bounds, of which one at least is there. */
    record Range(@Nullable Bound lower, @Nullable Bound upper) implements Test {
        public Range {
            if (lower == null && upper == null) {
                throw new IllegalArgumentException("a range has a bound");
            }
        }
    }

    /**
     * Where a range ends.
     *
     * @param value a text, a number ({@link java.math.BigDecimal}) or a moment ({@link java.time.OffsetDateTime})
     */
    record Bound(Object value, boolean inclusive) {}

    /** It is there at all. */
    record Present() implements Test {}
}
