package dev.quarry.tenant.gate;

import dev.quarry.http.EarlyAnswer;
import dev.quarry.tenant.AccessRole;
import dev.quarry.tenant.Caller;
import dev.quarry.tenant.CurrentCaller;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;

/** Lets a request through to its resource, or answers it here. */
@ApplicationScoped
class AccessGate {
    private static final int AFTER_LIMITS = 800;

    private final AuthConfig config;
    private final Authenticator authenticator;
    private final Turnstile turnstile;
    private final AuditTrail trail;
    private final EarlyAnswer answers;

    AccessGate(
            AuthConfig config,
            Authenticator authenticator,
            Turnstile turnstile,
            AuditTrail trail,
            EarlyAnswer answers) {
        this.config = config;
        this.authenticator = authenticator;
        this.turnstile = turnstile;
        this.trail = trail;
        this.answers = answers;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, AFTER_LIMITS);
    }

    private void check(RoutingContext context) {
        if (Permissions.isOpen(context.normalizedPath(), config.protectMetrics())) {
            context.next();
            return;
        }
        // A client that has hung up is not waited for: what was asked is remembered for the next.
        var _ = authenticator
                .admit(context.request())
                .subscribe()
                .with(admission -> answer(context, admission), error -> answers.failed(context, error));
    }

    private void answer(RoutingContext context, Admission admission) {
        switch (admission) {
            case Admission.Admitted admitted -> authorize(context, admitted.caller());
            case Admission.Unknown unknown -> answers.unauthorized(context, unknown.challenge(), unknown.detail());
            case Admission.Forbidden forbidden -> answers.forbidden(context, forbidden.detail());
            case Admission.TooMany many -> answers.tooManyRequests(context, many.retryAfter(), many.detail());
            case Admission.NoSuchTenant nowhere -> answers.notFound(context, nowhere.detail());
        }
    }

    private void authorize(RoutingContext context, Caller caller) {
        String path = context.normalizedPath();
        Optional<Permissions.Rule> rule =
                Permissions.find(context.request().method().name(), path);
        if (rule.isEmpty() && caller.role() != AccessRole.OPERATOR) {
            refuseUnlisted(context, Permissions.methods(path));
        } else if (rule.isPresent() && !caller.role().includes(rule.get().role())) {
            answers.forbidden(
                    context,
                    "The key's role is " + caller.role().label() + "; this needs "
                            + rule.get().role().label() + ".");
        } else {
            turnstile.pass(context, caller).ifPresentOrElse(tooMany -> answer(context, tooMany), () -> {
                CurrentCaller.note(context, caller);
                rule.ifPresent(found -> trail.follow(context, found, caller));
                context.next();
            });
        }
    }

    private void refuseUnlisted(RoutingContext context, Set<String> methods) {
        if (methods.isEmpty()) {
            answers.notFound(context, "There is nothing at this address; /q/openapi lists what there is.");
        } else {
            answers.methodNotAllowed(context, "This address takes " + String.join(", ", methods) + ".");
        }
    }
}
