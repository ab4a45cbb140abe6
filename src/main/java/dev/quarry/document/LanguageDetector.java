package dev.quarry.document;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;
import org.jspecify.annotations.Nullable;

/**
 * Tells a text's language with Apache OpenNLP's packaged model of 103 languages.
 *
 * @see <a href="https://opennlp.apache.org/docs/">Apache OpenNLP: language detector</a>
 */
@Singleton
@Startup
public class LanguageDetector {
    private static final String MODEL = "/langdetect-183.bin";
    /** Enough to tell; more only takes longer. */
    private static final int CHARACTERS_READ = 5_000;
    /** The model's codes are ISO 639-3. */
    private static final Map<String, String> TWO_LETTERS = Arrays.stream(Locale.getISOLanguages())
            .map(Locale::of)
            .filter(locale -> !locale.getISO3Language().isEmpty())
            .collect(Collectors.toMap(Locale::getISO3Language, Locale::getLanguage, (first, second) -> first));

    private final LanguageDetectorModel model;
    private final DocumentConfig config;

    LanguageDetector(DocumentConfig config) {
        this.config = config;
        try (InputStream resource = LanguageDetector.class.getResourceAsStream(MODEL)) {
            this.model = new LanguageDetectorModel(present(resource));
        } catch (IOException error) {
            throw new IllegalStateException("the language detector's model cannot be read", error);
        }
    }

    /** The language of the text, or the configured default when the text does not tell. */
    public Language detect(String text) {
        String sample = text.length() <= CHARACTERS_READ ? text : text.substring(0, CHARACTERS_READ);
        return best(sample).orElseGet(() -> new Language(config.defaultLanguage()));
    }

    /** The first language, where it stands clearly before the next. The model's confidences mean nothing by themselves. */
    private Optional<Language> best(String sample) {
        // Not thread-safe, and cheap to make: the model behind it is shared.
        List<Guess> guesses = Arrays.stream(new LanguageDetectorME(model).predictLanguages(sample))
                .flatMap(language -> Guess.of(language).stream())
                .toList();
        if (guesses.isEmpty()) {
            return Optional.empty();
        }
        Guess first = guesses.getFirst();
        double next = guesses.stream()
                .filter(guess -> !guess.language().equals(first.language()))
                .mapToDouble(Guess::confidence)
                .findFirst()
                .orElse(0);
        return first.confidence() >= next * config.languageMargin() ? Optional.of(first.language()) : Optional.empty();
    }

    private record Guess(Language language, double confidence) {
        static Optional<Guess> of(opennlp.tools.langdetect.Language predicted) {
            return Optional.ofNullable(TWO_LETTERS.get(predicted.getLang()))
                    .flatMap(Language::parse)
                    .map(language -> new Guess(language, predicted.getConfidence()));
        }
    }

    private static InputStream present(@Nullable InputStream resource) {
        if (resource == null) {
            throw new IllegalStateException("the language detector's model is not on the class path: " + MODEL);
        }
        return resource;
    }
}
