package dev.quarry;

import dev.quarry.tenant.AccessRole;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key as the command line describes it.
 *
 * @param tenant null for an operator's
 * @param expiresAt null: never
 */
record KeyArguments(
        String name,
        AccessRole role,
        @Nullable String tenant,
        @Nullable OffsetDateTime expiresAt) {
    private static final Set<String> KNOWN = Set.of("--name", "--role", "--tenant", "--expires");
    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,4})([dh])");
    private static final String FIRST_TENANT = "default";
    private static final int LONGEST_NAME = 100;

    /** @throws IllegalArgumentException saying what is wrong */
    static KeyArguments read(List<String> arguments) {
        Map<String, String> given = pairs(arguments);
        String name = given.getOrDefault("--name", "");
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("--name is required, and has at most " + LONGEST_NAME + " characters");
        }
        AccessRole role = role(given.get("--role"));
        if (role == AccessRole.OPERATOR && given.containsKey("--tenant")) {
            throw new IllegalArgumentException("an operator's key is for all tenants: leave --tenant out");
        }
        String tenant = role == AccessRole.OPERATOR ? null : given.getOrDefault("--tenant", FIRST_TENANT);
        return new KeyArguments(name, role, tenant, end(given.get("--expires")));
    }

    private static Map<String, String> pairs(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            if (!KNOWN.contains(option) || i + 1 == arguments.size()) {
                throw new IllegalArgumentException(
                        KNOWN.contains(option) ? option + " takes a value" : option + " is not known");
            }
            given.put(option, arguments.get(i + 1));
        }
        return given;
    }

    private static AccessRole role(@Nullable String text) {
        for (AccessRole role : AccessRole.values()) {
            if (role.label().equals(Objects.requireNonNullElse(text, "").toLowerCase(Locale.ROOT))) {
                return role;
            }
        }
        throw new IllegalArgumentException("--role is required: reader, writer, admin or operator");
    }

    private static @Nullable OffsetDateTime end(@Nullable String span) {
        if (span == null) {
            return null;
        }
        Matcher read = SPAN.matcher(span);
        if (!read.matches()) {
            throw new IllegalArgumentException("--expires is a time from now, such as 90d or 12h");
        }
        int count = Integer.parseInt(read.group(1));
        return OffsetDateTime.now(ZoneOffset.UTC)
                .plus("d".equals(read.group(2)) ? Duration.ofDays(count) : Duration.ofHours(count));
    }
}
