package dev.quarry.session;

import dev.quarry.failure.Failure;
import dev.quarry.http.NamedEvent;
import dev.quarry.http.ProblemMapper;
import dev.quarry.session.Exchanges.Begun;
import dev.quarry.session.answer.AnswerEvent;
import dev.quarry.session.answer.Answerer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logging.Logger;

/** Answers questions that are stored, and stores what comes of it: the answer, why there is none, or what there was by then. */
@ApplicationScoped
class Conversations {
    private static final Logger LOG = Logger.getLogger(Conversations.class);

    private final Answerer answerer;
    private final Exchanges exchanges;
    private final ProblemMapper problems;

    Conversations(Answerer answerer, Exchanges exchanges, ProblemMapper problems) {
        this.answerer = answerer;
        this.exchanges = exchanges;
        this.problems = problems;
    }

    /** What happens in a conversation. */
    sealed interface Event {
        /** The answer goes on. */
        record Told(AnswerEvent event) implements Event {}

        /** It has ended and is stored, answered or failed; nothing follows. */
        record Ended(Exchange exchange) implements Event {}

        /** As those who follow are told. */
        default NamedEvent named() {
            return switch (this) {
                case Told told -> told.event().named();
                case Ended ended ->
                    new NamedEvent(
                            ended.exchange().answer().status() == Message.Status.ANSWERED ? "done" : "error",
                            ended.exchange());
            };
        }
    }

    /** The events of a question that has begun; once. To cancel is to hang up: what was written by then is kept. */
    Multi<Event> follow(Begun begun) {
        Queue<String> written = new ConcurrentLinkedQueue<>();
        return answerer.answer(begun.question())
                .onItem()
                .transformToUniAndConcatenate(event -> told(begun, event, written))
                .onFailure()
                .recoverWithMulti(error -> failed(begun, written, error).toMulti())
                .onCancellation()
                .invoke(() -> cancelled(begun, written));
    }

    /** How it ended. */
    Uni<Exchange> end(Begun begun) {
        return follow(begun).collect().last().map(last -> ((Event.Ended) last).exchange());
    }

    private Uni<Event> told(Begun begun, AnswerEvent event, Queue<String> written) {
        return switch (event) {
            case AnswerEvent.Done done ->
                exchanges.answered(begun, done.answer()).map(Event.Ended::new);
            case AnswerEvent.Token token -> {
                written.add(token.text());
                yield Uni.createFrom().item(new Event.Told(token));
            }
            case AnswerEvent.Found found -> Uni.createFrom().item(new Event.Told(found));
            case AnswerEvent.Cited cited -> Uni.createFrom().item(new Event.Told(cited));
        };
    }

    private Uni<Event> failed(Begun begun, Queue<String> written, Throwable error) {
        String reason = error instanceof Failure failure
                ? failure.getMessage()
                : problems.problem(error).detail();
        LOG.warnf("answer_failed message=%s error=%s", begun.answer().answerId(), reason);
        return exchanges
                .ended(begun, Message.Status.FAILED, String.join("", written), reason)
                .map(Event.Ended::new);
    }

    /** Nobody waits for it: whether it can be written down is the log's business. */
    private void cancelled(Begun begun, Queue<String> written) {
        var _ = exchanges
                .ended(begun, Message.Status.CANCELLED, String.join("", written), "its client hung up; retry it")
                .subscribe()
                .with(
                        exchange -> LOG.debugf(
                                "answer_cancelled message=%s", begun.answer().answerId()),
                        error -> LOG.warnf(
                                "answer_not_marked message=%s error=%s",
                                begun.answer().answerId(), error.getMessage()));
    }
}
