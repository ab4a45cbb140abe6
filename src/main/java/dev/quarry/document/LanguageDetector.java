package dev.quarry.document;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
    /** Forms that the model names instead of their language, such as Mandarin and Iranian Persian. */
    private static final Map<String, String> FORMS =
            Map.of("cmn", "zh", "ekk", "et", "lvs", "lv", "pes", "fa", "plt", "mg");

    /** The model's codes are ISO 639-3. */
    private static final Map<String, String> TWO_LETTERS = twoLetters();

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

    /** How likely each language is, by its code: to be compared with one another, of one text. */
    public Map<String, Double> likelihoods(String text) {
        Map<String, Double> likelihoods = new HashMap<>();
        // Not thread-safe, and cheap to make: the model behind it is shared.
        for (var guess : new LanguageDetectorME(model).predictLanguages(text)) {
            likelihoods.merge(code(guess.getLang()), guess.getConfidence(), Double::max);
        }
        return likelihoods;
    }

    /**
     * The likeliest language, when it stands out from the second.
     *
     * <p>How likely the model calls a language grows with the length of the text: 0.05 for a plain sentence is much. What
     * tells is how far the first leads.
     */
    private Optional<Language> best(String sample) {
        List<Map.Entry<String, Double>> ranked = likelihoods(sample).entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(2)
                .toList();
        double first = ranked.getFirst().getValue();
        double share = first / (first + ranked.getLast().getValue());
        return share >= config.languageConfidence()
                ? Language.parse(ranked.getFirst().getKey())
                : Optional.empty();
    }

    /** Forms of one language are not rivals; a language without two letters keeps its three. */
    private static String code(String threeLetters) {
        return Language.parse(TWO_LETTERS.getOrDefault(threeLetters, threeLetters))
                .map(Language::code)
                .orElse(threeLetters);
    }

    private static Map<String, String> twoLetters() {
        Map<String, String> codes = new HashMap<>(FORMS);
        for (String code : Locale.getISOLanguages()) {
            codes.putIfAbsent(Locale.of(code).getISO3Language(), code);
        }
        return Map.copyOf(codes);
    }

    private static InputStream present(@Nullable InputStream resource) {
        if (resource == null) {
            throw new IllegalStateException("the language detector's model is not on the class path: " + MODEL);
        }
        return resource;
    }
}
