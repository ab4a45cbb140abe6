package dev.quarry.tenant.gate;

import dev.quarry.tenant.AccessRole;
import dev.quarry.tenant.Caller;
import dev.quarry.tenant.audit.AuditLog;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Has what administrators and operators change written down, once it is answered. */
@ApplicationScoped
class AuditTrail {
    private static final String ONLY_READS = "GET";

    private final AuditLog log;

    AuditTrail(AuditLog log) {
        this.log = log;
    }

    void follow(RoutingContext context, Permissions.Rule rule, Caller caller) {
        if (rule.role().includes(AccessRole.ADMIN) && !ONLY_READS.equals(rule.method())) {
            context.addEndHandler(ended -> log.note(caller, deed(context, rule, caller)));
        }
    }

    private static AuditLog.Deed deed(RoutingContext context, Permissions.Rule rule, Caller caller) {
        HttpServerRequest request = context.request();
        String made = context.response().headers().get(HttpHeaders.LOCATION);
        SocketAddress remote = request.remoteAddress();
        return new AuditLog.Deed(
                rule.role() == AccessRole.OPERATOR ? null : caller.tenant(),
                rule.method() + " " + rule.template(),
                made == null ? context.normalizedPath() : made,
                context.response().getStatusCode(),
                remote == null ? null : remote.hostAddress());
    }
}
