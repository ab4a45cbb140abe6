package dev.quarry.evaluation.chunking;

import dev.quarry.command.WrongUsage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A figure that a way to cut must reach: {@code default.recall>=0.7}, or {@code semantic/126/0.budget-iou>=0.1}. */
record Requirement(String text, Setting setting, Metric metric, double least) {
    private static final String DEFAULT = "default";
    private static final Pattern FORM =
            Pattern.compile("\\s*([a-z0-9/]+)\\.([a-z-]+)\\s*>=\\s*([0-9](\\.[0-9]{1,9})?)\\s*");

    /** @throws WrongUsage when the text is none */
    static Requirement parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new WrongUsage("--require " + text + " is not of the form default.recall>=0.7");
        }
        Metric metric = Metric.labelled(parts.group(2))
                .orElseThrow(() -> new WrongUsage(
                        parts.group(2) + " is not measured; there are " + String.join(", ", Metric.labels())));
        Setting setting = parts.group(1).equals(DEFAULT) ? Setting.ofTheService() : Setting.parse(parts.group(1));
        return new Requirement(text, setting, metric, Double.parseDouble(parts.group(3)));
    }

    /** @throws WrongUsage when its way to cut is not measured */
    void requireKnown(List<Setting> settings) {
        if (!settings.contains(setting)) {
            throw new WrongUsage("--require names " + setting + ", which is not measured: name it in --settings");
        }
    }

    /** What is wrong; empty when the requirement is met. */
    Optional<String> unmet(List<Row> rows) {
        double reached = rows.stream()
                .filter(row -> row.setting().equals(setting))
                .mapToDouble(metric::of)
                .findFirst()
                .orElseThrow();
        return reached >= least
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "not met: %s (%.4f is less than %s)", text, reached, least));
    }
}
