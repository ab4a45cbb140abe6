package dev.quarry.session.answer;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Answers questions. */
@ApplicationScoped
public class Answerer {
    private final Condenser condenser;
    private final Retrieval retrieval;
    private final Wording wording;
    private final AnswerMetrics metrics;

    Answerer(Condenser condenser, Retrieval retrieval, Wording wording, AnswerMetrics metrics) {
        this.condenser = condenser;
        this.retrieval = retrieval;
        this.wording = wording;
        this.metrics = metrics;
    }

    /**
     * What happens while a checked question is answered; each subscription asks anew. To cancel is to end the search and the
     * model. Fails as a search does, or as the model.
     */
    public Multi<AnswerEvent> answer(Question question) {
        return Multi.createFrom().deferred(() -> {
            long began = System.nanoTime();
            return condenser
                    .condense(question)
                    .flatMap(query -> retrieval.retrieve(question, query))
                    .onItem()
                    .transformToMulti(retrieved -> worded(question, retrieved))
                    .map(event -> timed(event, began))
                    .onFailure()
                    .invoke(() -> metrics.failed(since(began)))
                    .onCancellation()
                    .invoke(() -> metrics.abandoned(since(began)));
        });
    }

    /** The answer alone. */
    public Uni<Answer> answerOnly(Question question) {
        return answer(question).collect().last().map(last -> ((AnswerEvent.Done) last).answer());
    }

    private Multi<AnswerEvent> worded(Question question, Retrieved retrieved) {
        return Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(new AnswerEvent.Found(retrieved)), wording.answer(question, retrieved));
    }

    private AnswerEvent timed(AnswerEvent event, long began) {
        if (event instanceof AnswerEvent.Done done) {
            metrics.answered(done.answer(), since(began));
            return new AnswerEvent.Done(done.answer().tookInAll(since(began).toMillis()));
        }
        return event;
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
