package dev.quarry;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A setting's value that cannot be read, in words that name the setting and what is allowed. */
final class SettingProblem {
    /** How the configuration library says it: property, value, reason. */
    private static final Pattern UNREADABLE =
            Pattern.compile("SRCFG00039: The config property (?<name>\\S+) with the config"
                    + " value \"(?<value>.*)\" threw an Exception whilst being converted\\s+(?<reason>.*)");

    private static final Pattern ALLOWED = Pattern.compile("allowed values: (?<values>\\S+)");

    private SettingProblem() {}

    /** The same in our words; any other message as it is, without the library's number. */
    static String describe(String message) {
        Matcher unreadable = UNREADABLE.matcher(message.strip());
        if (!unreadable.matches()) {
            return withoutNumber(message);
        }
        String name = unreadable.group("name");
        return "%s is \"%s\"; %s (as a variable: %s)"
                .formatted(name, unreadable.group("value"), wanted(unreadable.group("reason")), variable(name));
    }

    private static String wanted(String reason) {
        Matcher allowed = ALLOWED.matcher(reason);
        if (allowed.find()) {
            return "allowed: " + allowed.group("values").replace(",", ", ");
        }
        if (reason.contains("Invalid duration")) {
            return "a duration is wanted, such as 200ms, 5s, 2m or 1h";
        }
        return withoutNumber(reason);
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static String withoutNumber(String message) {
        return message.replaceFirst("^(java\\.[\\w.]+: )?(SRCFG\\d+: )?", "");
    }
}
