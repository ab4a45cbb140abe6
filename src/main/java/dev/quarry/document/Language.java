package dev.quarry.document;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A language by its ISO 639-1 code, such as {@code en} or {@code it}. */
public record Language(String code) {
    private static final Set<String> CODES = Set.of(Locale.getISOLanguages());

    /** Reads a code, in either case; Norwegian's two written forms are one language here, as in PostgreSQL. */
    public static Optional<Language> parse(String text) {
        String code = text.strip().toLowerCase(Locale.ROOT);
        if (!CODES.contains(code)) {
            return Optional.empty();
        }
        return Optional.of(new Language("nb".equals(code) || "nn".equals(code) ? "no" : code));
    }
}
