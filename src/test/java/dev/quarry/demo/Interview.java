package dev.quarry.demo;

import dev.quarry.client.QuarryClient;
import dev.quarry.client.SearchQuestion;
import dev.quarry.client.SearchResult;
import dev.quarry.command.Terminal;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Puts sample questions to the service and tells what it finds. */
final class Interview {
    private static final int HITS = 10;
    private static final int SHOWN_HITS = 2;
    /** Where an answer counts as found. */
    private static final int TOP = 3;

    private final QuarryClient client;
    private final Map<UUID, String> externalIds;
    private final Terminal terminal;

    Interview(QuarryClient client, Map<UUID, String> externalIds, Terminal terminal) {
        this.client = client;
        this.externalIds = externalIds;
        this.terminal = terminal;
    }

    /** Each question with the best passages in full. */
    void show(List<SampleQuestion> questions) throws InterruptedException {
        for (SampleQuestion question : questions) {
            SearchResult answer = client.search(SearchQuestion.of(question.question(), HITS));
            terminal.line("");
            terminal.line(terminal.bold(question.question()));
            List<SearchResult.Hit> hits = answer.hits();
            for (int i = 0; i < Math.min(SHOWN_HITS, hits.size()); i++) {
                show(i + 1, hits.get(i));
            }
            terminal.line("  => " + verdict(rank(question, hits)));
        }
    }

    /** Each question on a line with the rank of its answer, and how many were found. */
    void count(List<SampleQuestion> questions) throws InterruptedException {
        terminal.line("");
        terminal.line("rank of the passage that answers, of " + HITS + ":");
        int first = 0;
        int top = 0;
        for (SampleQuestion question : questions) {
            int rank = rank(
                    question,
                    client.search(SearchQuestion.of(question.question(), HITS)).hits());
            first += rank == 1 ? 1 : 0;
            top += rank >= 1 && rank <= TOP ? 1 : 0;
            terminal.line(String.format(
                    "%4s  %s  %s", rank == 0 ? "-" : Integer.toString(rank), question.language(), question.question()));
        }
        terminal.line("");
        terminal.line("found in top " + TOP + ": " + top + " of " + questions.size());
        terminal.line("found in top 1: " + first + " of " + questions.size());
    }

    private void show(int number, SearchResult.Hit hit) {
        terminal.line("");
        terminal.line("  " + number + ". " + Passages.place(hit));
        terminal.line("     " + terminal.faint(Passages.standing(hit)));
        Passages.wrapped(Passages.text(hit), Passages.COLUMNS).forEach(line -> terminal.line("     " + line));
    }

    private static String verdict(int rank) {
        if (rank == 0) {
            return "the passage that answers is NOT among the first " + HITS;
        }
        return rank <= TOP
                ? "the passage that answers was found at rank " + rank
                : "the passage that answers is NOT among the first " + TOP + ", but at rank " + rank;
    }

    /** Where the expected words stand, in the expected document, from 1; 0 when nowhere. */
    private int rank(SampleQuestion question, List<SearchResult.Hit> hits) {
        String document = DemoDocuments.externalId(question.document());
        for (int i = 0; i < hits.size(); i++) {
            SearchResult.Hit hit = hits.get(i);
            if (hit.documentId() != null
                    && document.equals(externalIds.get(hit.documentId()))
                    && Passages.text(hit).contains(question.passage())) {
                return i + 1;
            }
        }
        return 0;
    }
}
