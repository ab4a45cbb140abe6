package dev.quarry.session.answer;

import dev.quarry.postgres.Database;
import dev.quarry.session.answer.Provenance.Kind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Answers without a model: the best sentences of what was found, each with its citation. */
@ApplicationScoped
class ExtractiveAnswers {
    private final Database database;
    private final AnswerConfig config;

    ExtractiveAnswers(Database database, AnswerConfig config) {
        this.database = database;
        this.config = config;
    }

    Multi<AnswerEvent> answer(Question question, Retrieved retrieved) {
        return best(question, retrieved)
                .onItem()
                .transformToMulti(sentences -> Multi.createFrom().iterable(events(sentences, retrieved.query())));
    }

    private Uni<List<Sentence>> best(Question question, Retrieved retrieved) {
        List<Sentence> sentences = retrieved.passages().stream()
                .flatMap(excerpt -> Sentence.of(excerpt).stream())
                .toList();
        if (sentences.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return database.standbyRead(
                        question.tenant().rows(),
                        config.readDeadline(),
                        connection -> SharedWordsSql.find(connection, question.tenant(), sentences, retrieved.query()))
                .map(shared -> BestSentences.choose(shared, config.sentences()));
    }

    private static List<AnswerEvent> events(List<Sentence> sentences, String query) {
        List<AnswerEvent> events = new ArrayList<>();
        List<Citation> citations = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Sentence sentence : sentences) {
            String piece = (text.isEmpty() ? "" : " ") + oneLine(sentence.text()) + " ["
                    + sentence.excerpt().n() + "]";
            text.append(piece);
            events.add(new AnswerEvent.Token(piece));
            if (citations.stream()
                    .noneMatch(known -> known.n() == sentence.excerpt().n())) {
                citations.add(sentence.citation());
                events.add(new AnswerEvent.Cited(sentence.citation()));
            }
        }
        if (sentences.isEmpty()) {
            text.append(Answer.NOTHING_FOUND);
            events.add(new AnswerEvent.Token(Answer.NOTHING_FOUND));
        }
        events.add(new AnswerEvent.Done(new Answer(
                text.toString(),
                new Provenance(Kind.EXTRACTIVE, !citations.isEmpty(), false, query, null, citations, null, 0))));
        return events;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
