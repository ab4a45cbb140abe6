package dev.quarry.evaluation;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A setting that two runs do not share. Pure. */
@Schema(description = "A setting, or a count of the corpus, that the two do not share.")
record SettingChange(
        @Schema(description = "Such as weights.vector or corpus.documents.")
        String setting,

        @Schema(description = "This run's.", implementation = Object.class) @Nullable
        Object value,

        @Schema(description = "The other run's.", implementation = Object.class) @Nullable
        Object otherValue) {

    /** Every place at which the two objects differ, by name; objects within are gone into. */
    static List<SettingChange> between(JsonObject settings, JsonObject other) {
        List<SettingChange> changes = new ArrayList<>();
        collect("", settings, other, changes);
        return changes;
    }

    @Override
    public String toString() {
        return setting + " is " + value + " and was " + otherValue;
    }

    private static void collect(String prefix, JsonObject settings, JsonObject other, List<SettingChange> changes) {
        TreeSet<String> names = new TreeSet<>(settings.fieldNames());
        names.addAll(other.fieldNames());
        for (String name : names) {
            Object value = settings.getValue(name);
            Object otherValue = other.getValue(name);
            if (value instanceof JsonObject within && otherValue instanceof JsonObject otherWithin) {
                collect(prefix + name + ".", within, otherWithin, changes);
            } else if (!isSame(value, otherValue)) {
                changes.add(new SettingChange(prefix + name, value, otherValue));
            }
        }
    }

    /** 1 and 1.0 are the same: a number that was stored may come back as another type. */
    private static boolean isSame(@Nullable Object value, @Nullable Object otherValue) {
        if (value instanceof Number number && otherValue instanceof Number otherNumber) {
            return Double.compare(number.doubleValue(), otherNumber.doubleValue()) == 0;
        }
        return Objects.equals(value, otherValue);
    }
}
