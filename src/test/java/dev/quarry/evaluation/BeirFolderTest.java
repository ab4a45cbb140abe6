package dev.quarry.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.quarry.command.WrongUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeirFolderTest {
    @TempDir
    Path folder;

    @BeforeEach
    void write_a_collection() throws IOException {
        write("corpus.jsonl", """
                {"_id": "d1", "title": "One", "text": "the first", "metadata": {}}
                {"_id": 2, "text": "the second"}
                {"_id": "d3", "title": "", "text": " "}
                """);
        write("queries.jsonl", """
                {"_id": "q1", "text": "first?"}
                {"_id": "q2", "text": "not judged"}
                {"_id": "q3", "text": "nothing relevant"}
                """);
        write("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\t2\t0\nq3\t2\t0\n");
    }

    @Test
    void reads_documents_queries_and_judgements() {
        BeirCollection collection = new BeirFolder(folder).read();
        assertThat(collection.name()).isEqualTo(folder.getFileName().toString());
        assertThat(collection.documents())
                .containsExactly(
                        new BeirCollection.Document("d1", "One", "the first"),
                        new BeirCollection.Document("2", "", "the second"));
        assertThat(collection.emptyDocuments()).isEqualTo(1);
        assertThat(collection.queries()).containsExactly(new BeirCollection.Query("q1", "first?"));
        assertThat(collection.judgements()).containsEntry("q1", Map.of("d1", 2, "2", 0));
    }

    @Test
    void takes_the_judgements_for_testing_and_needs_no_header() throws IOException {
        Files.createDirectory(folder.resolve("qrels"));
        write("qrels/test.tsv", "q2\td1\t1\n");
        assertThat(new BeirFolder(folder).read().judgements()).isEqualTo(Map.of("q2", Map.of("d1", 1)));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            corpus.jsonl,  `{"_id": "d1", "text": "a"}\n\n{"_id": "d2"`,               line 3 is not JSON
            corpus.jsonl,  `{"_id": "d1", "text": "a"}\n[]`,                           line 2 is not a JSON object
            corpus.jsonl,  `{"_id": "d1", "title": "a"}`,                              line 1 has no text text
            corpus.jsonl,  `{"_id": "d1", "text": "a"}\n{"_id": "d1", "text": "b"}`,   line 2 has the _id of an earlier line
            queries.jsonl, `{"_id": "q1", "text": ""}`,                                line 1 has an empty text
            qrels.tsv,     `query-id\tcorpus-id\tscore\nq1\td1\tgood`,                 line 2 has a score
            qrels.tsv,     `q1 d1 1`,                                                  line 1 has 1 columns
            qrels.tsv,     `q9\td1\t1`,                                                line 1 judges a query
            """)
    void names_the_file_and_the_line_that_is_malformed(String file, String content, String message) throws IOException {
        write(file, content);
        assertThatExceptionOfType(WrongUsage.class)
                .isThrownBy(() -> new BeirFolder(folder).read())
                .withMessageContaining(file + " " + message);
    }

    @Test
    void names_what_is_missing() throws IOException {
        Files.delete(folder.resolve("qrels.tsv"));
        assertThatExceptionOfType(WrongUsage.class)
                .isThrownBy(() -> new BeirFolder(folder).read())
                .withMessageContaining("has no qrels/test.tsv or qrels.tsv");
        assertThatExceptionOfType(WrongUsage.class)
                .isThrownBy(() -> new BeirFolder(folder.resolve("nowhere")).read())
                .withMessageContaining("there is no folder");
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
    }
}
