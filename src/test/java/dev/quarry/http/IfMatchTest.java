package dev.quarry.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quarry.failure.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IfMatchTest {
    @Test
    void any_version_will_do_where_nothing_is_asked_for() {
        assertThatCode(() -> IfMatch.of(null).require(3, "it")).doesNotThrowAnyException();
        assertThatCode(() -> IfMatch.of(" * ").require(3, "it")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"3\"", "\"2\", \"3\"", "W/\"2\",\"3\""})
    void one_of_the_tags_is_enough(String header) {
        assertThatCode(() -> IfMatch.of(header).require(3, "it")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2\"", "\"33\"", "W/\"3\"", "\"\""})
    void another_tag_is_refused_and_the_right_one_told(String header) {
        assertThatThrownBy(() -> IfMatch.of(header).require(3, "it"))
                .isInstanceOf(Failure.PreconditionFailed.class)
                .hasMessageContaining("\"3\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "", "\"3", "\"3\" \"4\"", "\"3\",", "w/\"3\"", "*, \"3\""})
    void what_is_no_tag_is_told_to_be_none(String header) {
        assertThatThrownBy(() -> IfMatch.of(header))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("If-Match");
    }
}
