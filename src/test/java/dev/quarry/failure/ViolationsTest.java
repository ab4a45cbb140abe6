package dev.quarry.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViolationsTest {
    private static final int LIMIT = 5;

    private final Violations violations = new Violations();

    @Test
    void nothing_wrong_throws_nothing() {
        violations.require(true, "k", "must be positive");
        violations.requireText("title", "title", LIMIT);
        violations.requireOptionalText(null, "source_uri", LIMIT);
        assertThatCode(violations::throwIfAny).doesNotThrowAnyException();
    }

    @Test
    void everything_wrong_is_told_at_once_in_order() {
        violations.require(false, "k", "must be positive").require(false, "query", "is required");
        assertThat(found())
                .containsExactly(
                        new Failure.Violation("k", "must be positive"), new Failure.Violation("query", "is required"));
    }

    @Test
    void the_message_names_the_first_field_and_counts_the_others() {
        violations.require(false, "k", "must be positive");
        assertThatThrownBy(violations::throwIfAny).hasMessage("k must be positive");
        violations.require(false, "query", "is required").require(false, "fusion", "is not known");
        assertThatThrownBy(violations::throwIfAny).hasMessage("k must be positive (and 2 more)");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\n\t"})
    void a_required_text_must_say_something(@Nullable String value) {
        violations.requireText(value, "title", LIMIT);
        assertThat(found()).containsExactly(new Failure.Violation("title", "is required and must not be blank"));
    }

    @Test
    void a_text_may_be_as_long_as_the_limit_and_no_longer() {
        violations.requireText("12345", "title", LIMIT);
        violations.requireText("123456", "title", LIMIT);
        assertThat(found()).containsExactly(new Failure.Violation("title", "has 6 characters; at most 5 are taken"));
    }

    @Test
    void a_text_with_a_nul_is_refused_for_postgresql_cannot_store_it() {
        violations.requireText("a\0b", "title", LIMIT);
        assertThat(found())
                .singleElement()
                .satisfies(violation -> assertThat(violation.message()).contains("U+0000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "a\ude00", "\ude00\ud83d", "\ud83d\ud83d"})
    void half_a_surrogate_pair_is_refused(String value) {
        violations.requireOptionalText(value, "title", LIMIT);
        assertThat(found())
                .singleElement()
                .satisfies(violation -> assertThat(violation.message()).contains("surrogate"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "😀", "a😀b", "é漢"})
    void well_formed_text_is_taken(String value) {
        violations.requireOptionalText(value, "title", LIMIT);
        assertThatCode(violations::throwIfAny).doesNotThrowAnyException();
    }

    @Test
    void an_invalid_request_without_a_violation_is_a_defect() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Failure.Invalid(List.of()));
    }

    private List<Failure.Violation> found() {
        Failure.Invalid invalid = catchThrowableOfType(Failure.Invalid.class, violations::throwIfAny);
        return Objects.requireNonNull(invalid).violations();
    }
}
