package dev.quarry.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.document.Language;
import dev.quarry.embedding.SpokenLanguages;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnderstandingTest {
    private static final Language ENGLISH = new Language("en");
    private static final Language ITALIAN = new Language("it");
    private static final SpokenLanguages SPEAKS_ENGLISH = new SpokenLanguages(Set.of(ENGLISH));
    private static final Map<String, Double> LIKELY_ITALIAN = Map.of("it", 0.08, "en", 0.01, "es", 0.05);

    @Test
    void a_model_that_speaks_the_documents_languages_is_trusted_whatever_the_question() {
        assertThat(Understanding.trust(SPEAKS_ENGLISH, Set.of(ENGLISH), LIKELY_ITALIAN))
                .isEqualTo(1);
        assertThat(Understanding.trust(SpokenLanguages.ALL, Set.of(ENGLISH, ITALIAN), LIKELY_ITALIAN))
                .isEqualTo(1);
        assertThat(Understanding.trust(SPEAKS_ENGLISH, Set.of(), LIKELY_ITALIAN))
                .isEqualTo(1);
    }

    @Test
    void a_question_in_another_language_of_the_documents_is_left_to_the_words() {
        assertThat(Understanding.trust(SPEAKS_ENGLISH, Set.of(ENGLISH, ITALIAN), LIKELY_ITALIAN))
                .isEqualTo(Understanding.LEAST);
        assertThat(Understanding.trust(SPEAKS_ENGLISH, Set.of(ITALIAN), LIKELY_ITALIAN))
                .isEqualTo(Understanding.LEAST);
        assertThat(Understanding.trust(SPEAKS_ENGLISH, Set.of(ITALIAN), Map.of()))
                .isEqualTo(Understanding.LEAST);
    }

    @Test
    void a_question_that_is_more_likely_understood_is_trusted_fully_and_a_doubtful_one_in_part() {
        Set<Language> documents = Set.of(ENGLISH, ITALIAN);
        assertThat(Understanding.trust(SPEAKS_ENGLISH, documents, Map.of("en", 0.02, "it", 0.02)))
                .isEqualTo(1);
        assertThat(Understanding.trust(SPEAKS_ENGLISH, documents, Map.of("en", 0.02, "it", 0.03)))
                .isBetween(0.6, 0.7);
    }

    @Test
    void many_languages_together_do_not_outweigh_the_one_that_is_understood() {
        Set<Language> documents = Set.of(ENGLISH, ITALIAN, new Language("es"), new Language("fr"));
        assertThat(Understanding.trust(
                        SPEAKS_ENGLISH, documents, Map.of("en", 0.05, "it", 0.04, "es", 0.04, "fr", 0.04)))
                .isEqualTo(1);
    }

    @Test
    void a_language_of_hardly_any_chunks_does_not_count() {
        assertThat(Understanding.established(Map.of(ENGLISH, 990L, ITALIAN, 9L)))
                .containsExactly(ENGLISH);
        assertThat(Understanding.established(Map.of(ENGLISH, 90L, ITALIAN, 9L)))
                .containsExactlyInAnyOrder(ENGLISH, ITALIAN);
        assertThat(Understanding.established(Map.of())).isEmpty();
    }
}
