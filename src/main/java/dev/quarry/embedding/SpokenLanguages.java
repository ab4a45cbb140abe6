package dev.quarry.embedding;

import dev.quarry.document.Language;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The languages in which a model finds what is meant.
 *
 * @param languages empty where it speaks all, or nobody said
 */
public record SpokenLanguages(Set<Language> languages) {
    /** All of them. */
    public static final SpokenLanguages ALL = new SpokenLanguages(Set.of());

    private static final SpokenLanguages ENGLISH = new SpokenLanguages(Set.of(new Language("en")));

    public SpokenLanguages {
        languages = Set.copyOf(languages);
    }

    /**
     * Those of the settings; where these say nothing, the packaged model speaks English and any other all.
     *
     * @throws IllegalStateException naming the code that is none
     */
    static SpokenLanguages of(EmbeddingConfig.Model settings) {
        boolean packaged = settings.provider().orElse(EmbeddingConfig.Provider.ONNX) == EmbeddingConfig.Provider.ONNX
                && settings.onnx().path().isEmpty();
        return settings.languages().map(SpokenLanguages::parse).orElse(packaged ? ENGLISH : ALL);
    }

    /** Whether a text in that language is understood. */
    public boolean include(Language language) {
        return languages.isEmpty() || languages.contains(language);
    }

    private static SpokenLanguages parse(List<String> codes) {
        return new SpokenLanguages(codes.stream()
                .map(code -> Language.parse(code)
                        .orElseThrow(() -> new IllegalStateException("quarry.embedding.languages holds " + code
                                + ", which is no language's code of ISO 639-1 such as en or it")))
                .collect(Collectors.toUnmodifiableSet()));
    }
}
