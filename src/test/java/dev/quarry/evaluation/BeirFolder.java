package dev.quarry.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quarry.command.WrongUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder in BEIR's layout: {@code corpus.jsonl} with _id, title and text, {@code queries.jsonl} with _id and text, and
 * {@code qrels/test.tsv} or {@code qrels.tsv} with query-id, corpus-id and score.
 *
 * <p>A judged document that the corpus lacks counts as relevant and never found, as it does in BEIR.
 */
final class BeirFolder {
    private final Path folder;

    BeirFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** @throws WrongUsage naming the file, and the line, that is missing or malformed */
    BeirCollection read() {
        if (!Files.isDirectory(folder)) {
            throw new WrongUsage(
                    "there is no folder " + folder + "; give one with corpus.jsonl, queries.jsonl and qrels");
        }
        List<BeirCollection.Document> all = documents(fileOf("corpus.jsonl"));
        List<BeirCollection.Document> documents =
                all.stream().filter(document -> !document.text().isBlank()).toList();
        Map<String, Map<String, Integer>> judgements = new HashMap<>();
        Path qrels = fileOf("qrels/test.tsv", "qrels.tsv");
        List<BeirCollection.Query> queries = queries(fileOf("queries.jsonl"));
        Judgement.read(qrels, ids(queries))
                .forEach(judgement -> judgements
                        .computeIfAbsent(judgement.queryId(), id -> new HashMap<>())
                        .put(judgement.documentId(), judgement.grade()));
        List<BeirCollection.Query> measurable = queries.stream()
                .filter(query -> hasRelevant(judgements.getOrDefault(query.id(), Map.of())))
                .toList();
        if (documents.isEmpty() || measurable.isEmpty()) {
            throw new WrongUsage(folder + " has nothing to measure: " + documents.size() + " documents with a text, "
                    + measurable.size() + " queries with a relevant document");
        }
        return new BeirCollection(
                String.valueOf(folder.getFileName()), documents, all.size() - documents.size(), measurable, judgements);
    }

    private Path fileOf(String... candidates) {
        return Stream.of(candidates)
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new WrongUsage(folder + " has no " + String.join(" or ", candidates)));
    }

    private static List<BeirCollection.Document> documents(Path file) {
        Set<String> known = new HashSet<>();
        List<BeirCollection.Document> documents = new ArrayList<>();
        for (SourceLine line : SourceLine.read(file)) {
            JsonNode object = line.object();
            String title = object.path("title").asText("");
            documents.add(
                    new BeirCollection.Document(newId(line, object, known), title, line.required(object, "text")));
        }
        return documents;
    }

    private static List<BeirCollection.Query> queries(Path file) {
        Set<String> known = new HashSet<>();
        List<BeirCollection.Query> queries = new ArrayList<>();
        for (SourceLine line : SourceLine.read(file)) {
            JsonNode object = line.object();
            String id = newId(line, object, known);
            String text = line.required(object, "text");
            if (text.isBlank()) {
                throw line.malformed("has an empty text");
            }
            queries.add(new BeirCollection.Query(id, text));
        }
        return queries;
    }

    private static String newId(SourceLine line, JsonNode object, Set<String> known) {
        String id = line.required(object, "_id");
        if (id.isBlank()) {
            throw line.malformed("has an empty _id");
        }
        if (!known.add(id)) {
            throw line.malformed("has the _id of an earlier line: " + id);
        }
        return id;
    }

    private static Set<String> ids(List<BeirCollection.Query> queries) {
        Set<String> ids = new HashSet<>();
        queries.forEach(query -> ids.add(query.id()));
        return ids;
    }

    private static boolean hasRelevant(Map<String, Integer> judgements) {
        return judgements.values().stream().anyMatch(grade -> grade > 0);
    }
}
