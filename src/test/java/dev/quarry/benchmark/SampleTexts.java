package dev.quarry.benchmark;

import dev.quarry.client.DocumentUpload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Documents and questions of sentences from {@code samples/}, in an order of their own: no passage comes twice. */
final class SampleTexts {
    private static final Path SAMPLES = Path.of("samples");
    private static final int FEWEST_WORDS = 6;
    private static final int WORDS_OF_A_TITLE = 5;
    private static final int WORDS_OF_A_QUESTION = 7;

    private final Random random = new Random(20_251);
    private final List<List<String>> sentences;

    SampleTexts() {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            this.sentences = files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .flatMap(SampleTexts::sentences)
                    .toList();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** @param kind begins their external ids */
    List<DocumentUpload> documents(String kind, int count, int sentencesOfEach) {
        return IntStream.range(0, count)
                .mapToObj(i -> new DocumentUpload(
                        kind + i,
                        beginning(WORDS_OF_A_TITLE),
                        IntStream.range(0, sentencesOfEach)
                                .mapToObj(j -> String.join(" ", sentence()) + ".")
                                .collect(Collectors.joining(" ")),
                        null,
                        Map.of()))
                .toList();
    }

    List<String> questions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> beginning(WORDS_OF_A_QUESTION))
                .toList();
    }

    private String beginning(int words) {
        return sentence().stream().limit(words).collect(Collectors.joining(" "));
    }

    private List<String> sentence() {
        return sentences.get(random.nextInt(sentences.size()));
    }

    private static Stream<List<String>> sentences(Path file) {
        try {
            return Stream.of(Files.readString(file).split("[.\\n|#*]+"))
                    .map(sentence -> List.of(sentence.strip().split("\\s+")))
                    .filter(words -> words.size() >= FEWEST_WORDS);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
