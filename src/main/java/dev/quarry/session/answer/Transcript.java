package dev.quarry.session.answer;

import dev.quarry.session.answer.MarkReader.Part;
import dev.quarry.session.answer.Provenance.Kind;
import dev.quarry.session.chat.ChatDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One answer of the model as it is written: its text with the marks of passages that there are, and their citations. Marks of
 * numbers that no passage has are dropped. Used by one thread at a time.
 */
final class Transcript {
    private final Prompt prompt;
    private final String query;
    private final String model;
    private final Function<String, Integer> count;
    private final Map<Integer, Excerpt> excerpts;
    private final MarkReader marks = new MarkReader();
    private final StringBuilder text = new StringBuilder();
    private final Map<Integer, Citation> cited = new TreeMap<>();
    private int statement;

    /** @param count estimates tokens, where the model's service does not tell them */
    Transcript(Prompt prompt, String query, String model, Function<String, Integer> count) {
        this.prompt = prompt;
        this.query = query;
        this.model = model;
        this.count = count;
        this.excerpts = prompt.excerpts().stream().collect(Collectors.toMap(Excerpt::n, excerpt -> excerpt));
    }

    /** What the next piece comes to. */
    List<AnswerEvent> accept(ChatDelta delta) {
        List<AnswerEvent> events = new ArrayList<>();
        switch (delta) {
            case ChatDelta.Text piece -> marks.read(piece.text()).forEach(part -> take(part, events));
            case ChatDelta.End end -> {
                marks.end().forEach(part -> take(part, events));
                events.add(new AnswerEvent.Done(answer(end)));
            }
        }
        return events;
    }

    private void take(Part part, List<AnswerEvent> events) {
        switch (part) {
            case Part.Words words -> say(words.text(), events);
            case Part.Mark mark -> {
                List<Integer> known =
                        mark.numbers().stream().filter(excerpts::containsKey).toList();
                if (!known.isEmpty()) {
                    String statementBefore = text.substring(statement);
                    say(mark.before() + known.stream().map(n -> "[" + n + "]").collect(Collectors.joining()), events);
                    known.forEach(n -> cite(n, statementBefore, events));
                    statement = text.length();
                }
            }
        }
    }

    private void say(String words, List<AnswerEvent> events) {
        text.append(words);
        events.add(new AnswerEvent.Token(words));
    }

    private void cite(int n, String statementBefore, List<AnswerEvent> events) {
        Excerpt excerpt = excerpts.get(n);
        if (excerpt == null || cited.containsKey(n)) {
            return;
        }
        String wanted = statementBefore.isBlank() ? query : statementBefore;
        Quotes.of(excerpt, wanted).ifPresent(citation -> {
            cited.put(n, citation);
            events.add(new AnswerEvent.Cited(citation));
        });
    }

    private Answer answer(ChatDelta.End end) {
        ChatDelta.Tokens told = end.tokens();
        Usage usage = told == null
                ? new Usage(prompt.tokens(), count.apply(text.toString()))
                : new Usage(told.prompt(), told.completion());
        return new Answer(
                text.toString().strip(),
                new Provenance(
                        Kind.GENERATED,
                        !cited.isEmpty(),
                        !end.whole(),
                        query,
                        model,
                        List.copyOf(cited.values()),
                        usage,
                        0));
    }
}
