package dev.quarry.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageDetectorTest {
    private static final LanguageDetector DETECTOR = detectorWithDefault("en");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | Most ankle sprains heal without an operation. In the first days the joint is rested and raised, then \
            it is moved again little by little; whoever starts to walk early gets back to work sooner.
            it | Nella maggior parte dei casi il mal di schiena migliora entro poche settimane. Il programma aiuta il \
            paziente a restare attivo e a tornare alle proprie attività; non prevede riposo a letto.
            de | Die meisten Rückenschmerzen bessern sich innerhalb weniger Wochen. Wichtig ist es, in Bewegung zu \
            bleiben und früh zum Alltag zurückzukehren; Bettruhe wird nicht empfohlen.
            fr | La plupart des douleurs du dos s'améliorent en quelques semaines. Il est important de rester actif et \
            de reprendre tôt ses occupations ; le repos au lit n'est pas conseillé.
            es | La mayoría de los dolores de espalda mejoran en pocas semanas. Es importante mantenerse activo y \
            volver pronto a la vida diaria; no se recomienda guardar cama.
            no | De fleste ryggsmerter blir bedre i løpet av noen få uker. Det er viktig å holde seg i bevegelse og \
            komme raskt tilbake til hverdagen; det anbefales ikke å holde sengen.
            """)
    void a_paragraph_tells_its_language(String language, String text) {
        assertThat(DETECTOR.detect(text)).isEqualTo(new Language(language));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | How long should I wait before running after an ankle sprain?
            en | Advisory locks belong to a session. A connection that is returned keeps them.
            it | Quanto tempo devo aspettare prima di correre dopo una distorsione?
            it | Sostituire il filtro dell'acqua ogni sei mesi.
            it | La batteria di servizio si ricarica dal pannello solare.
            de | Wie lange soll ich nach einer Verstauchung warten, bevor ich wieder laufe?
            fr | Combien de temps faut-il attendre avant de courir après une entorse ?
            """)
    void a_sentence_or_two_are_enough(String language, String text) {
        assertThat(detectorWithDefault("fi").detect(text)).isEqualTo(new Language(language));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fa | سلام، حال شما چطور است؟ امروز هوا خوب است و ما به پارک می‌رویم. کتاب را روی میز بگذارید
            zh | 我们今天去公园散步，天气很好。孩子们在湖边玩耍，老人们在树下下棋，大家都很高兴。
            et | Täna läheme parki jalutama, sest ilm on väga ilus. Lapsed mängivad järve ääres ja kõik on rõõmsad.
            lv | Šodien mēs ejam pastaigāties uz parku, jo laiks ir ļoti labs. Bērni spēlējas pie ezera.
            """)
    void a_form_of_a_language_counts_as_the_language(String language, String text) {
        assertThat(DETECTOR.detect(text)).isEqualTo(new Language(language));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"123 456 789", "3.14 2.71 1.41 42", "ERR-4711", "https://example.org/a/b", "😀😀😀", "Backup"})
    void a_text_that_does_not_tell_gets_the_default(String text) {
        assertThat(DETECTOR.detect(text)).isEqualTo(new Language("en"));
        assertThat(detectorWithDefault("it").detect(text)).isEqualTo(new Language("it"));
    }

    @Test
    void a_long_text_is_told_by_its_beginning() {
        String italian = "Il paziente torna a casa dopo tre giorni e riprende a camminare con le stampelle. ";
        assertThat(DETECTOR.detect(italian.repeat(10_000))).isEqualTo(new Language("it"));
    }

    private static LanguageDetector detectorWithDefault(String language) {
        return new LanguageDetector(new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(DocumentConfig.class)
                .withDefaultValue("quarry.document.default-language", language)
                .build()
                .getConfigMapping(DocumentConfig.class));
    }
}
