package dev.quarry.document.filter;

import dev.quarry.document.filter.Condition.Bound;
import dev.quarry.document.filter.Condition.Range;
import dev.quarry.failure.Violations;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes one range of the bounds that a filter gives for a field: they must hold of one value, not of one each. */
final class RangeReader {
    private final Field field;
    private final ValueReader values;
    private final Violations violations;
    private final String at;
    private @Nullable Bound lower;
    private @Nullable Bound upper;

    RangeReader(Field field, ValueReader values, Violations violations, String at) {
        this.field = field;
        this.values = values;
        this.violations = violations;
        this.at = at;
    }

    void bound(Operator operator, @Nullable Object value, String place) {
        Optional<Object> typed = values.bound(field, value, place);
        if (typed.isEmpty()) {
            return;
        }
        Bound bound = typed.get() instanceof Moments moments ? of(operator, moments) : of(operator, typed.get());
        boolean isLower = operator == Operator.GT || operator == Operator.GTE;
        violations.require(
                (isLower ? lower : upper) == null,
                place,
                isLower
                        ? "stands beside another of gt and gte; send one"
                        : "stands beside another of lt and lte; send one");
        if (isLower) {
            lower = bound;
        } else {
            upper = bound;
        }
    }

    /** The range, if there was a bound. */
    Optional<Range> range() {
        if (lower == null && upper == null) {
            return Optional.empty();
        }
        violations.require(
                lower == null
                        || upper == null
                        || lower.value().getClass().equals(upper.value().getClass()),
                at,
                "is bounded by a string and by a number; no value can be both");
        return Optional.of(new Range(lower, upper));
    }

    private static Bound of(Operator operator, Object value) {
        return new Bound(value, operator == Operator.GTE || operator == Operator.LTE);
    }

    private static Bound of(Operator operator, Moments moments) {
        return switch (operator) {
            case GT -> moments.greater();
            case GTE -> moments.atLeast();
            case LT -> moments.less();
            case LTE -> moments.atMost();
            default -> throw new IllegalArgumentException(operator + " is no bound");
        };
    }
}
