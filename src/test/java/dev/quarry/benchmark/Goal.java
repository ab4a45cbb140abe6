package dev.quarry.benchmark;

import dev.quarry.command.WrongUsage;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the median of something measured must be: {@code small>=0.9} or {@code search<=2}. */
record Goal(String text, String ratio, boolean atLeast, double bound) {
    private static final Pattern FORM = Pattern.compile("([^<>=]+)(>=|<=)([0-9]{1,3}(?:\\.[0-9]{1,9})?)");

    /** @param measured names that there are */
    static Goal parse(String text, Set<String> measured, String usage) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || !measured.contains(parts.group(1))) {
            throw new WrongUsage("--require " + text + " is not understood\n\n" + usage);
        }
        return new Goal(text, parts.group(1), parts.group(2).equals(">="), Double.parseDouble(parts.group(3)));
    }

    /** What is wrong; empty when it is met. */
    Optional<String> unmet(Map<String, Spread> ratios) {
        Spread spread = ratios.get(ratio);
        double reached = spread == null ? Double.NaN : spread.median();
        boolean met = atLeast ? reached >= bound : reached <= bound;
        return met ? Optional.empty() : Optional.of("not met: " + text + " (the median is %.2f)".formatted(reached));
    }
}
