package dev.quarry.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTest {

    @ParameterizedTest
    @CsvSource({"en, en", "IT, it", "' de ', de", "nb, no", "nn, no", "no, no", "zh, zh", "he, he", "id, id"})
    void a_two_letter_code_is_read_in_either_case(String text, String code) {
        assertThat(Language.parse(text)).contains(new Language(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "e", "xx", "eng", "english", "en-US", "en_GB", "zz", "ｅｎ", "e n"})
    void anything_else_is_no_language(String text) {
        assertThat(Language.parse(text)).isEmpty();
    }

    @Test
    void upper_case_is_read_alike_whatever_the_machine_speaks() {
        java.util.Locale before = java.util.Locale.getDefault();
        try {
            java.util.Locale.setDefault(java.util.Locale.of("tr", "TR"));
            assertThat(Language.parse("IT")).contains(new Language("it"));
        } finally {
            java.util.Locale.setDefault(before);
        }
    }
}
