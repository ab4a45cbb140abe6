package dev.quarry.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A question whose answer is known.
 *
 * @param language en or it
 * @param document the file that holds the answer
 * @param passage the words of it that answer the question
 */
record SampleQuestion(String question, String language, String document, String passage) {
    private static final Path FILE = Path.of("samples", "questions.jsonl");
    private static final JsonMapper JSON = new JsonMapper();
    private static final String MISSPELLED = "watermakr";
    private static final int SHOWN = 6;

    static List<SampleQuestion> all() {
        List<SampleQuestion> questions = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(FILE)) {
                questions.add(JSON.readValue(line, SampleQuestion.class));
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return questions;
    }

    /** A few of all kinds: spread over the documents, which covers both languages, and one that is misspelled. */
    static List<SampleQuestion> few(List<SampleQuestion> all) {
        List<SampleQuestion> few = new ArrayList<>(all.stream()
                .filter(question -> question.question().contains(MISSPELLED))
                .toList());
        for (int i = 0; few.size() < Math.min(SHOWN, all.size()); i++) {
            SampleQuestion next = all.get((i * all.size() / SHOWN + all.size() / (2 * SHOWN)) % all.size());
            if (!few.contains(next)) {
                few.add(next);
            }
        }
        few.sort(Comparator.comparingInt(all::indexOf));
        return few;
    }
}
