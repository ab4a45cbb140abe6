package dev.quarry.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses a body by its announced length, before a byte of it is read. The framework would close the connection on it
 * without a word. A stream of documents has no limit: of it, a line at a time is held.
 */
@ApplicationScoped
class BodyLimit {
    private static final int BEFORE_EVERYTHING = 1000;

    /** Behind the framework's own check, which notes the limit for those who read the body. */
    private static final int BEFORE_RESOURCES = 1;

    /** Where the framework notes it. */
    private static final String NOTED_LIMIT = "io.quarkus.max-request-size";

    private final long limit;
    private final EarlyAnswer answers;

    BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit, EarlyAnswer answers) {
        this.limit = limit.asLongValue();
        this.answers = answers;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_EVERYTHING);
        filters.register(BodyLimit::liftFromStreams, BEFORE_RESOURCES);
    }

    private static void liftFromStreams(RoutingContext context) {
        if (isStream(context)) {
            var _ = context.remove(NOTED_LIMIT);
        }
        context.next();
    }

    private static boolean isStream(RoutingContext context) {
        return ApiPaths.DOCUMENT_STREAM.equals(context.normalizedPath());
    }

    private void check(RoutingContext context) {
        if (isStream(context)) {
            // The framework would hold it against the limit.
            context.request().headers().remove(HttpHeaders.CONTENT_LENGTH);
            context.next();
            return;
        }
        String announced = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (announced == null || !announced.matches("[0-9]{1,18}") || Long.parseLong(announced) <= limit) {
            context.next();
            return;
        }
        answers.tooLarge(context, "has " + announced + " bytes; at most " + limit + " are taken");
    }
}
