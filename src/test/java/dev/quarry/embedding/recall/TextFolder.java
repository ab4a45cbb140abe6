package dev.quarry.embedding.recall;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quarry.command.WrongUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of real texts: every {@code corpus.jsonl} and {@code queries.jsonl} in BEIR's layout, and every {@code .md} or
 * {@code .txt} file, in it and beneath it.
 */
final class TextFolder {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SENTENCE_END = "(?<=[.!?])\\s+|\\n\\s*\\n";
    private static final int SHORTEST_SENTENCE = 20;
    private static final int MOST_SENTENCES = 5;

    private final Path folder;

    TextFolder(Path folder) {
        this.folder = folder;
    }

    /** The texts in sentences, and in pieces of up to {@value #MOST_SENTENCES} of them, which overlap; none comes twice. */
    List<String> passages() {
        Set<String> passages = new LinkedHashSet<>();
        for (String text : texts()) {
            List<String> sentences = Stream.of(text.split(SENTENCE_END, -1))
                    .map(String::strip)
                    .filter(sentence -> sentence.length() >= SHORTEST_SENTENCE)
                    .toList();
            for (int begin = 0; begin < sentences.size(); begin++) {
                int length = 1 + Math.floorMod(sentences.get(begin).hashCode(), MOST_SENTENCES);
                passages.add(String.join(" ", sentences.subList(begin, Math.min(sentences.size(), begin + length))));
                passages.add(sentences.get(begin));
            }
        }
        return List.copyOf(passages);
    }

    /** What people asked of the texts. */
    List<String> questions() {
        return files().filter(file -> file.endsWith("queries.jsonl"))
                .flatMap(file -> lines(file).stream())
                .map(TextFolder::text)
                .toList();
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        files().forEach(file -> {
            String name = String.valueOf(file.getFileName());
            if (name.equals("corpus.jsonl")) {
                lines(file).forEach(line -> texts.add(text(line)));
            } else if (name.endsWith(".md") || name.endsWith(".txt")) {
                texts.add(String.join("\n", lines(file)));
            }
        });
        return texts;
    }

    private Stream<Path> files() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException error) {
            throw new WrongUsage("the folder " + folder + " cannot be read: " + error);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static String text(String line) {
        try {
            return JSON.readTree(line).path("text").asText();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
