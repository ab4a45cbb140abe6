package dev.quarry.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadingPathsTest {

    @Test
    void a_text_without_headings_has_empty_paths() {
        assertThat(HeadingPaths.of("one\n\ntwo").at(5)).isEmpty();
    }

    @Test
    void text_before_the_first_heading_stands_under_none() {
        assertThat(pathAt("preface\n# One", "preface")).isEmpty();
    }

    @Test
    void headings_nest_by_their_level_and_close_their_equals() {
        String text = "# One\na\n## Two\nb\n### Three\nc\n## Four\nd\n# Five\ne";
        assertThat(pathAt(text, "a\n")).isEqualTo("One");
        assertThat(pathAt(text, "b\n")).isEqualTo("One > Two");
        assertThat(pathAt(text, "c\n")).isEqualTo("One > Two > Three");
        assertThat(pathAt(text, "d\n")).isEqualTo("One > Four");
        assertThat(HeadingPaths.of(text).at(text.length())).isEqualTo("Five");
    }

    @Test
    void a_skipped_level_leaves_no_gap() {
        assertThat(pathAt("# One\n#### Deep\nhere", "here")).isEqualTo("One > Deep");
    }

    @Test
    void a_heading_stands_under_itself() {
        assertThat(HeadingPaths.of("# One\ntext").at(0)).isEqualTo("One");
    }

    @ParameterizedTest
    @CsvSource({
        "# Title, Title",
        "   # Title, Title",
        "#\tTitle, Title",
        "# Title #, Title",
        "# Title ###\t, Title",
        "# Using C#, Using C#",
        "# # , ''",
        "##, ''",
        "## 漢字 😀, 漢字 😀",
        "# a # b, a # b",
        "# Title \\#, Title \\#"
    })
    void an_atx_heading_is_read_as_commonmark_has_it(String line, String title) {
        assertThat(MarkdownLine.of(line)).singleElement().satisfies(heading -> {
            assertThat(heading.isHeading()).isTrue();
            assertThat(heading.title()).isEqualTo(title);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"#Title", "####### Title", "    # Title", "\t# Title", "\\# Title", "text # Title"})
    void what_only_looks_like_a_heading_is_none(String line) {
        assertThat(HeadingPaths.of(line + "\nhere").at(line.length())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void every_kind_of_line_break_ends_a_heading(String lineBreak) {
        String text = String.join(lineBreak, "# One", "", "## Two", "here");
        assertThat(pathAt(text, "here")).isEqualTo("One > Two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```\n# no\n```\nhere",
                "~~~\n# no\n~~~\nhere",
                "```sh\n# no\n```\nhere",
                "  ```\n# no\n  ```\nhere",
                "~~~\n```\n# no\n~~~\nhere",
                "````markdown\n```\n# no\n```\n# no\n````\nhere",
                "```\n# no\n```sh\n# no\n```\nhere",
                "```\r\n# no\r\n```\r\nhere",
                "```\n# no, and the block is never closed\nhere"
            })
    void a_heading_within_a_block_of_code_is_none(String block) {
        assertThat(pathAt("# One\n" + block, "here")).isEqualTo("One");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"```\ncode\n```", "~~~\n```\n~~~", "```code``` in a sentence", "``\ntwo are none", "    ```"})
    void a_heading_after_a_block_of_code_counts_again(String block) {
        assertThat(pathAt("# One\n" + block + "\n# Two\nhere", "here")).isEqualTo("Two");
    }

    @Test
    void a_long_path_is_cut_between_two_characters() {
        String path = HeadingPaths.of("# a" + "😀".repeat(400)).at(0);
        assertThat(path.codePointCount(0, path.length())).isEqualTo(300);
        assertThat(path).endsWith("😀");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_heading_with_many_blanks_within_is_read_at_once() {
        String text = "# " + " #".repeat(20_000) + " ".repeat(20_000) + "x";
        assertThat(HeadingPaths.of(text).at(0)).hasSize(300);
    }

    private static String pathAt(String text, String place) {
        return HeadingPaths.of(text).at(text.indexOf(place));
    }
}
