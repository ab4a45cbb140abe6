package dev.quarry.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value with a change made to it: null removes, objects are changed name by name, all else is replaced.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396: JSON Merge Patch</a>
 */
public final class MergedJson {
    private MergedJson() {}

    /** @return what is left; null where the change is null */
    public static @Nullable Object of(@Nullable Object before, @Nullable Object change) {
        if (!(change instanceof Map<?, ?> entries)) {
            return change;
        }
        Map<Object, @Nullable Object> after = new LinkedHashMap<>();
        if (before instanceof Map<?, ?> object) {
            after.putAll(object);
        }
        entries.forEach((key, value) -> {
            if (value == null) {
                after.remove(key);
            } else {
                after.put(key, of(after.get(key), value));
            }
        });
        return after;
    }
}
