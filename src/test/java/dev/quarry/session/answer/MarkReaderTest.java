package dev.quarry.session.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.session.answer.MarkReader.Part;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Every 200 hours. [1]|Every 200 hours.< 1>",
                "So [1][2] and [3].|So< 1><2> and< 3>.",
                "So [1, 2; 3]|So< 1 2 3>",
                "a [ 1 ] b|a< 1> b",
                "a[0] and b[i] and [x]|a<0> and b[i] and [x]",
                "[]  [,] [ ]|[]  [,] [ ]",
                "[[1]]|[<1>]",
                "open [1|open [1",
                "blank |blank ",
                "[12345678901234567890123456789012345678901]|[12345678901234567890123456789012345678901]",
            })
    void marks_are_found_however_the_text_is_cut(String text, String expected) {
        for (int size : new int[] {1, 2, 3, 5, 1000}) {
            assertThat(read(text, size)).as("in pieces of %d", size).isEqualTo(expected);
        }
    }

    private static String read(String text, int size) {
        MarkReader reader = new MarkReader();
        Stream<Part> parts = IntStream.iterate(0, at -> at < text.length(), at -> at + size)
                .boxed()
                .flatMap(at -> reader.read(text.substring(at, Math.min(text.length(), at + size))).stream());
        List<Part> all = Stream.concat(parts, Stream.of(reader).flatMap(last -> last.end().stream()))
                .toList();
        return all.stream().map(MarkReaderTest::shown).collect(Collectors.joining());
    }

    private static String shown(Part part) {
        return switch (part) {
            case Part.Words words -> words.text();
            case Part.Mark mark ->
                "<" + mark.before()
                        + mark.numbers().stream().map(String::valueOf).collect(Collectors.joining(" ")) + ">";
        };
    }
}
