package dev.quarry.evaluation.chunking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quarry.command.WrongUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Texts by name, and questions that stretches of them answer.
 *
 * @see <a href="https://github.com/brandonstarxel/chunking_evaluation">The collection: questions_df.csv and five texts</a>
 */
record Collection(Map<String, String> texts, List<Question> questions) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String QUESTIONS = "questions_df.csv";
    private static final List<String> COLUMNS = List.of("question", "references", "corpus_id");

    /**
     * @param names the texts to take; all where it is empty
     * @throws WrongUsage when the folder is no such collection, or an answer is not where the questions say
     */
    static Collection read(Path folder, Set<String> names) {
        List<List<String>> records = CsvRecords.of(file(folder, QUESTIONS));
        if (records.isEmpty() || !records.getFirst().equals(COLUMNS)) {
            throw new WrongUsage(QUESTIONS + " must begin with the columns " + String.join(",", COLUMNS));
        }
        Map<String, String> texts = new LinkedHashMap<>();
        List<Question> questions = new ArrayList<>();
        for (List<String> columns : records.subList(1, records.size())) {
            String name = columns.getLast();
            if (names.isEmpty() || names.contains(name)) {
                String text = texts.computeIfAbsent(name, missing -> file(folder, missing + ".md"));
                questions.add(new Question(columns.getFirst(), answers(columns.get(1), name, text)));
            }
        }
        if (questions.isEmpty() || (!names.isEmpty() && !texts.keySet().equals(names))) {
            throw new WrongUsage(
                    folder + " has questions about " + texts.keySet() + " of the texts that were asked for");
        }
        return new Collection(texts, questions);
    }

    private static List<Stretch> answers(String json, String name, String text) {
        List<Stretch> answers = new ArrayList<>();
        for (JsonNode answer : parsed(json)) {
            Stretch stretch = new Stretch(
                    name,
                    answer.path("start_index").asInt(),
                    answer.path("end_index").asInt());
            int start = text.offsetByCodePoints(0, stretch.start());
            int end = text.offsetByCodePoints(start, stretch.length());
            if (!text.substring(start, end).equals(answer.path("content").asText())) {
                throw new WrongUsage("the answer at " + stretch + " is not what the text has there");
            }
            answers.add(stretch);
        }
        return answers;
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException error) {
            throw new WrongUsage(QUESTIONS + " holds references that are no JSON: " + error.getOriginalMessage());
        }
    }

    private static String file(Path folder, String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
