package dev.quarry.http;

import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

/**
 * Writes events as they happen. A failure is the last event: by then no status can be given any more.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">server-sent events</a>
 */
@ApplicationScoped
public class EventStreams {
    private static final String ERROR = "error";

    private final ProblemMapper problems;

    EventStreams(ProblemMapper problems) {
        this.problems = problems;
    }

    /** To hang up is to cancel the events. */
    public Multi<OutboundSseEvent> write(Multi<NamedEvent> events, Sse sse) {
        return events.onFailure()
                .recoverWithItem(error -> new NamedEvent(ERROR, problems.problem(error)))
                .map(event -> sse.newEventBuilder()
                        .name(event.name())
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(event.data().getClass(), event.data())
                        .build());
    }
}
