package dev.quarry.demo;

import dev.quarry.client.QuarryClient;
import dev.quarry.client.SearchQuestion;
import dev.quarry.client.SearchResult;
import dev.quarry.command.Terminal;
import java.util.List;

/** Shows what a table of one's own adds to the manuals, where the service was started with it. */
final class PartsTour {
    private static final String CAPABILITY = "sql:parts";
    private static final int HITS = 5;
    private static final List<String> QUESTIONS = List.of(
            "Which impeller kit fits the raw-water pump, and where is it kept?",
            "I have an old part marked GR-0092-A: is there a newer one on board?");

    private final QuarryClient client;
    private final Terminal terminal;

    PartsTour(QuarryClient client, Terminal terminal) {
        this.client = client;
        this.terminal = terminal;
    }

    void show() throws InterruptedException {
        terminal.line("");
        if (!client.capabilities().contains(CAPABILITY)) {
            terminal.line("A table of spare parts can be searched beside the manuals: make run SAMPLE=parts");
            return;
        }
        terminal.line(terminal.bold("Manuals and the table of spare parts (" + CAPABILITY + ") in one ranking"));
        for (String question : QUESTIONS) {
            terminal.line("");
            terminal.line(terminal.bold(question));
            client.search(SearchQuestion.of(question, HITS)).hits().forEach(this::show);
        }
    }

    private void show(SearchResult.Hit hit) {
        SearchResult.FoundRecord row = hit.record();
        terminal.line("  [" + (row == null ? "manual" : row.source()) + "] " + Passages.place(hit));
        terminal.line("     " + terminal.faint(Passages.standing(hit)));
        if (row != null) {
            Passages.wrapped(Passages.text(hit), Passages.COLUMNS).forEach(line -> terminal.line("     " + line));
        }
    }
}
