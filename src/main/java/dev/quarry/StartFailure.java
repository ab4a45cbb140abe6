package dev.quarry;

import dev.quarry.postgres.server.ConnectFailure;
import io.smallrye.config.ConfigValidationException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Says why the service did not start: one line where the cause is known, everything where it is not. */
final class StartFailure {
    private StartFailure() {}

    static String describe(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String known = known(cause);
            if (known != null) {
                return known;
            }
        }
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static @Nullable String known(Throwable cause) {
        return switch (cause) {
            case BindException taken ->
                taken.getMessage() + ". Another process listens there: stop it, or set QUARKUS_HTTP_PORT.";
            case SQLException sql
            when sql.getCause() == null ->
                "the database cannot be used: "
                        + ConnectFailure.known(sql)
                                .map(ConnectFailure::message)
                                .orElseGet(() -> sql.getMessage() + ". Look at DATABASE_URL.");
            case IllegalStateException ours
            when ours.getStackTrace().length > 0
                    && ours.getStackTrace()[0].getClassName().startsWith("dev.quarry.") -> ours.getMessage();
            case IllegalArgumentException ours
            when ours.getStackTrace().length > 0
                    && ours.getStackTrace()[0].getClassName().startsWith("dev.quarry.") -> ours.getMessage();
            case ConfigValidationException settings -> describe(settings);
            case RuntimeException configuration
            when String.valueOf(configuration.getMessage()).startsWith("SRCFG") ->
                SettingProblem.describe(String.valueOf(configuration.getMessage()));
            default -> null;
        };
    }

    private static String describe(ConfigValidationException settings) {
        return IntStream.range(0, settings.getProblemCount())
                .mapToObj(i -> SettingProblem.describe(settings.getProblem(i).getMessage()))
                .collect(Collectors.joining("; "));
    }
}
