package dev.quarry.evaluation;

import dev.quarry.command.WrongUsage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A score that a variant must reach: {@code bm25.ndcg@10>=0.51}, or {@code fused.ndcg@10>=bm25.ndcg@10}, where {@code
 * best-leg} stands for the best capability alone.
 */
record Requirement(
        String text,
        Score required,
        @Nullable Double bound,
        @Nullable Score other) {
    private static final String BEST_LEG = "best-leg";
    private static final Pattern FORM = Pattern.compile("\\s*(.+?)\\s*>=\\s*(.+?)\\s*");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,15})?");

    /** @throws WrongUsage when the text is none */
    static Requirement parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new WrongUsage("--require " + text + " is not of the form bm25.ndcg@10>=0.51");
        }
        Score required = Score.parse(parts.group(1));
        String bound = parts.group(2);
        return NUMBER.matcher(bound).matches()
                ? new Requirement(text, required, Double.valueOf(bound), null)
                : new Requirement(text, required, null, Score.parse(bound));
    }

    /** @throws WrongUsage when it names a variant that is not measured */
    void requireKnown(List<SearchVariant> variants) {
        required.requireKnown(variants);
        if (other != null) {
            other.requireKnown(variants);
        }
    }

    /** What is wrong; empty when the requirement is met. */
    Optional<String> unmet(List<VariantResult> results) {
        double reached = required.of(results);
        double least = bound != null ? bound : other != null ? other.of(results) : 0;
        return reached >= least
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "not met: %s (%.4f is less than %.4f)", text, reached, least));
    }

    /** A variant's score, named {@code variant.metric}. */
    record Score(String variant, Metric metric) {
        static Score parse(String text) {
            int dot = text.lastIndexOf('.');
            Optional<Metric> metric = Metric.labelled(text.substring(dot + 1));
            if (dot < 1 || metric.isEmpty()) {
                throw new WrongUsage(
                        text + " is no score; give variant.metric, with one of " + String.join(", ", Metric.labels()));
            }
            return new Score(text.substring(0, dot), metric.get());
        }

        void requireKnown(List<SearchVariant> variants) {
            List<String> names = variants.stream().map(SearchVariant::name).toList();
            if (!variant.equals(BEST_LEG) && !names.contains(variant)) {
                throw new WrongUsage(
                        "--require names " + variant + "; measured are " + BEST_LEG + ", " + String.join(", ", names));
            }
        }

        double of(List<VariantResult> results) {
            return results.stream()
                    .filter(result -> variant.equals(BEST_LEG)
                            ? result.variant().isLeg()
                            : result.variant().name().equals(variant))
                    .map(result -> result.score(metric))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }
}
